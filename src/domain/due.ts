import type { Conversation } from '#domain/conversation.ts';
import type { Leases } from '#domain/settings.ts';

/** What of a conversation decides when it is due. */
type DueParts = Pick<Conversation, 'state' | 'startTime' | 'executions'> &
  Partial<Pick<Conversation, 'endTime' | 'expires' | 'internalId'>>;

/**
 * The epoch second at which somebody must look at a conversation next. An active one is looked at no later than a
 * pending lease from now, so that a set never has to write when it is due: the look finds out, and sets the next time.
 */
export function nextDue(conversation: DueParts, leases: Leases, now: number): number {
  const { state, startTime, endTime = startTime, expires = Infinity, executions, internalId } = conversation;
  switch (state) {
    case 'active': {
      const pending = [...executions.values()].map(({ since }) => seconds(since) + leases.pendingSeconds);
      return Math.min(seconds(startTime) + leases.activeSeconds, seconds(now) + leases.pendingSeconds, ...pending);
    }
    case 'wrapup':
      // A retention may be shorter than the time that a deployment gives a wrap-up.
      return Math.min(seconds(endTime) + leases.wrapupSeconds, expires);
    case 'handled':
    case 'abandoned':
      return internalId === undefined ? expires : seconds(now);
  }
}

/** Epoch milliseconds in whole epoch seconds, rounded down. */
export function seconds(milliseconds: number): number {
  return Math.floor(milliseconds / 1000);
}
