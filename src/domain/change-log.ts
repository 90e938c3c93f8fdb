import type { State } from '#domain/conversation.ts';
import { type By, type EventType, type Held, listWrites, type Told } from '#domain/events.ts';
import { limits } from '#domain/limits.ts';
import { toSeconds } from '#domain/time.ts';

/** One thing that a write has changed: an event (`events.ts`) without any value. */
export interface ChangeEvent {
  readonly type: EventType;
  readonly participantId?: string;
  readonly participantVersion?: number;
  readonly purpose?: string;
  /** Names that have a value now which they had not before. */
  readonly set?: readonly string[];
  readonly removed?: readonly string[];
  readonly queueId?: string | null;
  readonly previousQueueId?: string | null;
  readonly flowExecutionId?: string;
  readonly flowExecutionHash?: string;
  readonly fields?: readonly ('code' | 'notes')[];
  readonly state?: State;
  readonly previousState?: State;
}

/** What one write has changed of a conversation, by whom and when. It has names, and never a value. */
export interface Change {
  readonly revision: number;
  /** Epoch milliseconds at which the store took the write. */
  readonly at: number;
  readonly previousVersion: number;
  readonly version: number;
  readonly previousSecuredVersion: number;
  readonly securedVersion: number;
  /** Absent where the item does not tell. */
  readonly by?: By;
  readonly events: readonly ChangeEvent[];
}

/** A conversation whose changes are kept. */
export interface Chronicle {
  /** The key of its item: a keyed hash of its id. */
  readonly key: string;
  /** When it began, in epoch milliseconds: another one may have had its id before. */
  readonly startTime: number;
}

/** Some changes, oldest first. */
export interface ChangePage {
  readonly changes: readonly Change[];
  /** Whether there are later ones. */
  readonly isCut: boolean;
}

/** Which changes are read. */
export interface ChangeQuery extends Chronicle {
  /** Only those of a later revision. */
  readonly since: number;
  /** How many at most. */
  readonly most: number;
}

/** Which changes are read from the newest back. */
export interface BackwardQuery extends Chronicle {
  /** Only those of this revision or an earlier one. */
  readonly upTo: number;
  /** How many at most. */
  readonly most: number;
}

/** Where the changes of conversations are read. */
export interface ChangeReader {
  /** What of them is kept so far: the log may be a moment behind the conversation, and has its changes in their order. */
  list(query: ChangeQuery): Promise<ChangePage>;
  /** The same from the newest back: `isCut` says whether there are earlier ones. */
  listBack(query: BackwardQuery): Promise<ChangePage>;
}

/** Where the changes of conversations are kept, apart from these: from what the store tells of each write. */
export interface ChangeLog {
  /**
   * Keeps a change. Keeping it again does no harm.
   *
   * @param until - the epoch second after which nothing of it may be there, whatever else fails
   */
  add(chronicle: Chronicle, change: Change, until: number): Promise<void>;
  /** Removes all that is kept of a conversation, and of those that had its id before. */
  remove(chronicle: Chronicle): Promise<void>;
}

/** What a log has to do for one write to an item, in this order. */
export interface LogStep {
  readonly startTime: number;
  /** Undefined: the conversation is gone, and its changes go with it. */
  readonly change?: Change;
  readonly until: number;
}

const DAY_SECONDS = 24 * 60 * 60;

/** The longest that a conversation can be there after a write to it. */
const LONGEST_SECONDS = limits.activeSeconds.max * 2 + limits.retentionDays * DAY_SECONDS;

/** The epoch second after which nothing of a write may be there, whatever else fails. @param at - epoch milliseconds of the write */
export function computeLastBound(at: number): number {
  return toSeconds(at) + LONGEST_SECONDS + limits.removalSeconds;
}

/** Later than every start of a conversation. */
const EVERY_START = Number.MAX_SAFE_INTEGER;

/**
 * What a log has to do for one write to an item.
 *
 * @param at - epoch milliseconds of the write
 */
export function listLogSteps(before: Held, after: Held, at: number): readonly LogStep[] {
  const { expires } = typeof after === 'object' ? after : {};
  const until = expires === undefined ? computeLastBound(at) : expires + limits.removalSeconds;
  // Again at each write to the tombstone, and when it goes: a reveal that came late may have been left by a crash.
  if (after === 'erased' || (before === 'erased' && !after)) return [{ startTime: EVERY_START, until }];
  return listWrites(before, after, new Set()).map(({ head, startTime, told }) => {
    if (told.some(({ type }) => type === 'conversation.expired')) return { startTime, until };
    const { conversationId: _id, conversationType: _type, ...rest } = head;
    return { startTime, until, change: { ...rest, at, events: told.map(describe) } };
  });
}

function describe({ type, own }: Told): ChangeEvent {
  // Without the values, which only some have.
  const { values: _values, set, removed, ...rest } = { values: undefined, set: undefined, removed: undefined, ...own };
  // A store has names in any order.
  return { type, ...rest, ...(set && removed && { set: set.toSorted(), removed: removed.toSorted() }) };
}
