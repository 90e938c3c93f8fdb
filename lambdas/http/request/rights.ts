import type { Scope } from '#contract/contract.ts';
import type { ApiEvent } from '#http/api.ts';
import { readWords } from '#http/request/claims.ts';
import { environment } from '#http/wiring/environment.ts';

/** Whether a token has a scope. */
export function hasScope(event: ApiEvent, scope: Scope): boolean {
  return readWords(event, environment.scopeClaims).has(`${environment.scopePrefix}${scope}`);
}

/** The call queues that a token gives the right to: their ids, or all. */
export function hasQueue(event: ApiEvent, queueId: string | undefined): boolean {
  const queues = readWords(event, environment.queueClaims);
  return queues.has('*') || (queueId !== undefined && queues.has(queueId));
}
