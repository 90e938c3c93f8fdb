import type { Conversation } from '#domain/conversation.ts';
import { type ChannelTypeSettings, defaultActiveSeconds, type Leases } from '#domain/settings.ts';

/** What of a conversation decides when it is due. */
type DueParts = Pick<Conversation, 'type' | 'state' | 'lastWrite' | 'executions'> &
  Partial<Pick<Conversation, 'endTime' | 'expires' | 'internalId'>>;

/** The settings of a channel type that count for when its conversations are due. */
type DueSettings = Pick<ChannelTypeSettings, 'activeMaxSeconds'>;

/**
 * The epoch second at which somebody must look at a conversation next. An active one is looked at no later than a
 * pending lease from now, so that a set never has to write when it is due: the look finds out, and sets the next time.
 *
 * @param settings of the channel type. @default nobody has set any: the look finds out
 */
export function computeNextDue(
  conversation: DueParts,
  leases: Leases,
  now: number,
  settings: DueSettings = {},
): number {
  const { state, lastWrite, endTime = lastWrite, expires = Infinity, executions, internalId } = conversation;
  switch (state) {
    case 'active': {
      const pending = [...executions.values()].map(({ since }) => toSeconds(since) + leases.pendingSeconds);
      return Math.min(
        computeActiveEnd(conversation, leases, settings),
        toSeconds(now) + leases.pendingSeconds,
        ...pending,
      );
    }
    case 'wrapup':
      // A retention may be shorter than the time that a deployment gives a wrap-up.
      return Math.min(toSeconds(endTime) + leases.wrapupSeconds, expires);
    case 'handled':
    case 'abandoned':
      return internalId === undefined ? expires : toSeconds(now);
  }
}

/** The epoch second at which an active conversation ends that nobody writes to any more. */
export function computeActiveEnd(
  { type, lastWrite }: Pick<Conversation, 'type' | 'lastWrite'>,
  { activeSeconds = defaultActiveSeconds[type] }: Leases,
  { activeMaxSeconds = activeSeconds }: DueSettings,
): number {
  return toSeconds(lastWrite) + activeMaxSeconds;
}

/** Epoch milliseconds in whole epoch seconds, rounded down. */
export function toSeconds(milliseconds: number): number {
  return Math.floor(milliseconds / 1000);
}
