import { type ApiEvent, type ApiMiddleware, claimsOf } from '#http/api.ts';
import { environment } from '#http/environment.ts';
import { EdgeRefusal } from '#http/problems.ts';
import type { Scope } from '#routes';

/** Refuses a token that lacks a scope (RFC 6750, section 3.1). The gateway has checked the token itself. */
export function authorize(scope: Scope): ApiMiddleware {
  const needed = `${environment.scopePrefix}${scope}`;
  return {
    before: ({ event }) => {
      if (hasScope(event, scope)) return;
      const message = `The access token lacks the scope "${needed}"`;
      const challenge = `Bearer error="insufficient_scope", scope="${needed}"`;
      throw new EdgeRefusal('missing-scope', message, { 'www-authenticate': challenge });
    },
  };
}

/** Whether a token has a scope. */
export function hasScope(event: ApiEvent, scope: Scope): boolean {
  const granted = String(claimsOf(event).scope ?? '').split(' ');
  return granted.includes(`${environment.scopePrefix}${scope}`);
}

/** The call queues that a token gives the right to: their ids, or all. */
export function hasQueue(event: ApiEvent, queueId: string | undefined): boolean {
  const queues = String(claimsOf(event).queues ?? '').split(' ');
  return queues.includes('*') || (queueId !== undefined && queues.includes(queueId));
}

/** @throws EdgeRefusal `missing-queue` when the token lacks the right to a call queue; without one it needs `*`. */
export function requireQueue(event: ApiEvent, queueId: string | undefined): void {
  if (hasQueue(event, queueId)) return;
  const needed = queueId === undefined ? '"*", since the conversation has no call queue' : JSON.stringify(queueId);
  throw new EdgeRefusal('missing-queue', `The claim "queues" of the access token lacks ${needed}`);
}
