import { channelTypeRules } from '#domain/channel-types.ts';
import type { Conversation } from '#domain/conversation.ts';
import { limits } from '#domain/limits.ts';
import type { ChannelTypeSettings, Leases } from '#domain/settings.ts';
import { toSeconds } from '#domain/time.ts';

const DAY_SECONDS = 24 * 60 * 60;

/** The parts of a conversation that decide when it is due. */
type DueParts = Pick<Conversation, 'type' | 'state' | 'lastWrite' | 'executions'> &
  Partial<Pick<Conversation, 'endTime' | 'expires' | 'internalId' | 'savedUntil'>>;

/** The settings of a channel type that count for when its conversations are due. */
type DueSettings = Pick<ChannelTypeSettings, 'activeMaxSeconds'>;

/**
 * The epoch second at which the sweeper must look at a conversation next. It looks at an active one after a pending
 * lease at the latest, so that a set need not write when its pending writes are due: the sweeper finds out, and sets
 * the next time.
 *
 * @param settings of the channel type. @default none are known: the sweeper finds out
 */
export function computeNextDue(
  conversation: DueParts,
  leases: Leases,
  now: number,
  settings: DueSettings = {},
): number {
  // A saved value may have to go before anything else is due.
  const forget = (conversation.savedUntil ?? []).map(([, until]) => until);
  return Math.min(computeOwnDue(conversation, leases, now, settings), ...forget);
}

function computeOwnDue(conversation: DueParts, leases: Leases, now: number, settings: DueSettings): number {
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
      // By then DynamoDB has removed most of them, which costs nothing.
      return internalId === undefined ? expires + limits.removalSeconds : toSeconds(now);
  }
}

/** The epoch second at which an active conversation ends unless it is written to again. */
export function computeActiveEnd(
  { type, lastWrite }: Pick<Conversation, 'type' | 'lastWrite'>,
  { activeSeconds = channelTypeRules[type].activeDays * DAY_SECONDS }: Leases,
  { activeMaxSeconds = activeSeconds }: DueSettings,
): number {
  return toSeconds(lastWrite) + activeMaxSeconds;
}
