import { type ApiEvent, claimsOf } from '#http/api.ts';

/**
 * The words that some claims of the caller's token hold, each a text with blanks between or a list: scopes, or ids of call
 * queues. A claim that is neither holds none.
 */
export function readWords(event: ApiEvent, claims: readonly string[]): ReadonlySet<string> {
  const all = claimsOf(event);
  return new Set(claims.flatMap((name) => splitClaim(event, name, all[name])).filter((word) => word !== ''));
}

function splitClaim(event: ApiEvent, name: string, claim: unknown): readonly string[] {
  if (Array.isArray(claim)) return claim.map(String);
  if (typeof claim !== 'string') return [];
  const [, list] = /^\[(.*)\]$/s.exec(claim) ?? [];
  return list === undefined ? claim.split(' ') : splitBracketed(event, name, claim, list);
}

/**
 * The gateway makes one text of every claim: of the lists `["a b"]` and `["a", "b"]` the same as of the text `[a b]`.
 * The token, which the gateway has verified and passes on, shows what it was. The token only decides how to read the
 * text: if it says something else, which can't happen behind the gateway, the text is a list of words.
 */
function splitBracketed(event: ApiEvent, name: string, claim: string, list: string): readonly string[] {
  const meant = readTokenClaim(event, name);
  if (meant === claim) return claim.split(' ');
  if (Array.isArray(meant) && meant.join(' ') === list) return meant.map(String);
  return list.split(' ');
}

function readTokenClaim({ headers }: ApiEvent, name: string): unknown {
  const [, payload = ''] = headers.authorization?.split('.') ?? [];
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString());
    return typeof claims === 'object' && claims !== null ? Reflect.get(claims, name) : undefined;
  } catch {
    return undefined;
  }
}
