import type { Scope } from '#contract/contract.ts';
import { readNameScope, type SecuredScope } from '#contract/secured-scopes.ts';
import type { Caller } from '#domain/rules.ts';
import { type ApiEvent, claimsOf, clientOf } from '#http/api.ts';
import { readWords } from '#http/request/claims.ts';
import { environment } from '#http/wiring/environment.ts';

/** Whether a token has a scope. */
export function hasScope(event: ApiEvent, scope: Scope): boolean {
  return hasAnyScope(event, scope);
}

/** Who asks, for the rules for names: those may list scopes that no operation knows. */
export function callerOf(event: ApiEvent): Caller {
  return {
    client: clientOf(event),
    hasScope: (scope) => hasAnyScope(event, scope),
    hasQueue: (queueId) => hasQueue(event, queueId),
  };
}

function hasAnyScope(event: ApiEvent, scope: string): boolean {
  return readWords(event, environment.scopeClaims).has(`${environment.scopePrefix}${scope}`);
}

/** What a token may do with secured names: something, and with which. */
export interface SecuredRight {
  readonly isAny: boolean;
  readonly covers: (name: string) => boolean;
}

/** What a token may read or write of secured attributes: all by the scope itself, or the names that it has scopes for. */
export function readSecuredRight(event: ApiEvent, scope: SecuredScope): SecuredRight {
  if (hasScope(event, scope)) return { isAny: true, covers: () => true };
  const given = listScopes(event).flatMap((one) => readNameScope(one) ?? []);
  const names = new Set(given.filter((one) => one.scope === scope).map(({ name }) => name));
  return { isAny: names.size > 0, covers: (name) => names.has(name) };
}

/** The call queues that a token gives the right to: their ids, or all. */
export function hasQueue(event: ApiEvent, queueId: string | undefined): boolean {
  const queues = readWords(event, environment.queueClaims);
  return queues.has('*') || (queueId !== undefined && queues.has(queueId));
}

/** Whether a caller may read conversations in a call queue: any, unless its client is held to those that its token names. */
export function mayReadQueue(event: ApiEvent, queueId: string | undefined): boolean {
  return !isQueueBound(event) || hasQueue(event, queueId);
}

/** The only call queues whose conversations a caller may read; undefined where it may read all. */
export function listReadableQueues(event: ApiEvent): readonly string[] | undefined {
  return mayReadQueue(event, undefined) ? undefined : listQueues(event);
}

function isQueueBound(event: ApiEvent): boolean {
  const { queueBoundClients } = environment;
  return queueBoundClients.has('*') || queueBoundClients.has(clientOf(event));
}

/** The scopes of a token, without the prefix that the issuer puts before them, sorted; words without that prefix are not scopes. */
export function listScopes(event: ApiEvent): readonly string[] {
  const prefix = environment.scopePrefix;
  const words = [...readWords(event, environment.scopeClaims)].filter((word) => word.startsWith(prefix));
  return words.map((word) => word.slice(prefix.length)).sort();
}

/** The call queues that a token gives the right to, sorted; `*` is all. */
export function listQueues(event: ApiEvent): readonly string[] {
  return [...readWords(event, environment.queueClaims)].sort();
}

/** When a token expires (RFC 7519, section 4.1.4): the gateway refuses one without that time. */
export function readExpiry(event: ApiEvent): string {
  return new Date(Number(claimsOf(event).exp) * 1000).toISOString();
}
