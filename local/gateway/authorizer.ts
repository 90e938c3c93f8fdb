import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTPayload, jwtVerify } from 'jose';
import { type Answer, refuse } from './answer.ts';
import { stringifyClaims } from './claims.ts';

/** What the authorizer found: the claims of a valid token, or the refusal. */
type Verdict =
  | { readonly claims: Readonly<Record<string, string>>; readonly refusal?: never }
  | { readonly claims?: never; readonly refusal: Answer };

/** Judges an `Authorization` header. */
export type Authorizer = (authorization: string | undefined) => Promise<Verdict>;

/** The issuer that the authorizer trusts. */
export interface Trust {
  readonly issuer: string;
  readonly audience: string;
  readonly keys: JSONWebKeySet;
}

/** Tokens whose verdict is remembered, at most. */
const REMEMBERED = 100;

/** What a verified token says, while it does. */
interface Remembered {
  readonly claims: Readonly<Record<string, string>>;
  /** Epoch milliseconds: of its verification, and of its end. */
  readonly from: number;
  readonly until: number;
}

/**
 * The JWT authorizer of an HTTP API (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html): the
 * token, with or without `Bearer` before it, must be signed in RS256 by the key of the issuer that it names in `kid`; `iss` must be
 * the issuer, `aud` (or `client_id` where there is no `aud`) the audience, `exp` to come, `nbf` and `iat` not to come. Everything else
 * is 401, with the reason in `www-authenticate`. A token that was verified is not verified again until it expires.
 */
export function createAuthorizer({ issuer, audience, keys }: Trust): Authorizer {
  const keySet = createLocalJWKSet(keys);
  const remembered = new Map<string, Remembered>();
  return async (authorization) => {
    const token = authorization?.replace(/^Bearer +/i, '').trim();
    if (!token) return { refusal: refuse(401, { 'www-authenticate': 'Bearer' }) };
    const now = Date.now();
    const known = remembered.get(token);
    if (known && known.from <= now && now < known.until) return { claims: known.claims };
    remembered.delete(token);
    try {
      const { payload } = await jwtVerify(
        token,
        (header, jws) => {
          // Without a kid a key set of one key would take that one.
          if (header.kid === undefined) throw new errors.JWKSNoMatchingKey();
          return keySet(header, jws);
        },
        { algorithms: ['RS256'], issuer, requiredClaims: ['exp'] },
      );
      const problem = findClaimProblem(payload, audience);
      if (problem !== undefined) return refuseToken(problem);
      const claims = stringifyClaims(payload);
      const [oldest] = remembered.keys();
      if (oldest !== undefined && remembered.size >= REMEMBERED) remembered.delete(oldest);
      remembered.set(token, { claims, from: now, until: (payload.exp ?? 0) * 1000 });
      return { claims };
    } catch (error) {
      return refuseToken(describe(error));
    }
  };
}

function findClaimProblem(payload: JWTPayload, audience: string): string | undefined {
  const audiences = payload.aud === undefined ? [payload.client_id] : [payload.aud].flat();
  if (!audiences.includes(audience)) return 'the token does not have a valid audience';
  const { iat } = payload;
  if (iat !== undefined && !(typeof iat === 'number' && iat <= Date.now() / 1000)) {
    return 'the token is used before it was issued';
  }
  return undefined;
}

function refuseToken(reason: string): Verdict {
  const challenge = `Bearer scope="" error="invalid_token" error_description="${reason}"`;
  return { refusal: refuse(401, { 'www-authenticate': challenge }) };
}

function describe(error: unknown): string {
  if (error instanceof errors.JWTExpired) return 'the token has expired';
  if (error instanceof errors.JWTClaimValidationFailed) return `the token does not have a valid ${error.claim} claim`;
  if (error instanceof errors.JOSEAlgNotAllowed) return 'the token is not signed in RS256';
  if (error instanceof errors.JWKSNoMatchingKey) return 'the token does not name a key of the issuer';
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'the signature of the token is invalid';
  if (error instanceof errors.JOSEError) return 'the token is malformed';
  throw error;
}
