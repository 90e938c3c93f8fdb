import type { Contract, Scope } from '#contract/contract.ts';
import { formatNameScope, type SecuredScope } from '#contract/secured-scopes.ts';
import type { ApiEvent, ApiMiddleware } from '#http/api.ts';
import { EdgeRefusal } from '#http/chain/problems.ts';
import { hasQueue, hasScope, mayReadQueue, readSecuredRight } from '#http/request/rights.ts';
import { environment } from '#http/wiring/environment.ts';

/** Refuses a token that has none of the scopes (RFC 6750, section 3.1). The gateway has checked the token itself. */
export function authorize(scope: Scope, { alsoScope, byName }: Pick<Contract, 'alsoScope' | 'byName'>): ApiMiddleware {
  const [needed = scope, also] = [scope, alsoScope].map((one) => one && `${environment.scopePrefix}${one}`);
  return {
    before: ({ event }) => {
      if (hasScope(event, scope) || (alsoScope && hasScope(event, alsoScope))) return;
      if (byName && readSecuredRight(event, scope as SecuredScope).isAny) return;
      const message = `The access token lacks the scope "${needed}"${also ? ` ("${also}" would do, too)` : ''}`;
      const challenge = `Bearer error="insufficient_scope", scope="${needed}"`;
      throw new EdgeRefusal('missing-scope', message, { 'www-authenticate': challenge });
    },
  };
}

/** Names that a refusal lists, at most: it must stay smaller than what it refuses. */
const MAX_LISTED = 10;

/** @throws EdgeRefusal `missing-scope` that names the secured attributes which the token has no scope for. */
export function requireSecuredNames(event: ApiEvent, scope: SecuredScope, names: Iterable<string>): void {
  const { covers } = readSecuredRight(event, scope);
  const refused = [...new Set(names)].filter((name) => !covers(name));
  if (refused.length === 0) return;
  const listed = refused.slice(0, MAX_LISTED);
  const more = refused.length > MAX_LISTED ? ` and ${refused.length - MAX_LISTED} more` : '';
  const needed = listed.map((name) => `${environment.scopePrefix}${formatNameScope(scope, name)}`);
  const message = `The access token has no scope for ${listed.map((name) => JSON.stringify(name)).join(', ')}${more}: it needs "${environment.scopePrefix}${scope}", or one for each name, such as "${needed[0]}"`;
  const challenge = `Bearer error="insufficient_scope", scope="${needed.join(' ')}"`;
  throw new EdgeRefusal('missing-scope', message, { 'www-authenticate': challenge });
}

/** @throws EdgeRefusal `missing-queue` when the token lacks the right to a call queue; without one it needs `*`. */
export function requireQueue(event: ApiEvent, queueId: string | undefined): void {
  if (hasQueue(event, queueId)) return;
  throw makeMissingQueue('the call queue of the conversation, or "*" if the conversation has none');
}

/** @throws EdgeRefusal `missing-queue` when the caller may read only call queues that its token names, and this is none of them. */
export function requireReadable(event: ApiEvent, queueId: string | undefined): void {
  if (!mayReadQueue(event, queueId)) requireQueue(event, queueId);
}

/**
 * @throws EdgeRefusal `missing-queue` when the token lacks the right to a call queue that a conversation leaves, or to the
 * one that it goes to; none needs `*`.
 */
export function requireMove(event: ApiEvent, from: string | undefined, to: string | undefined): void {
  if (hasQueue(event, from) && hasQueue(event, to)) return;
  throw makeMissingQueue(
    'the call queue that the conversation leaves and the one that it goes to, or "*" if either is none: it has left "active"',
  );
}

/** It names no call queue: a caller without the right to it may not learn which one it is. */
function makeMissingQueue(needed: string): EdgeRefusal {
  const claims = environment.queueClaims.map((name) => JSON.stringify(name)).join(' or ');
  return new EdgeRefusal('missing-queue', `The claim ${claims} of the access token must name ${needed}`);
}
