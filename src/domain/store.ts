import type { Conversation } from '#domain/conversation.ts';
import type { CountedUpdate } from '#domain/counters.ts';
import type { FindPage, FindQuery } from '#domain/find.ts';
import type { OperationId } from '#domain/operation-ids.ts';
import type { Searchable } from '#domain/searchable.ts';
import type { VersionMatch } from '#domain/update.ts';

/** What became of a conditional write. A failed condition is expected: a value, not an error. */
export type UpdateOutcome<After = Conversation> =
  | { readonly applied: true; readonly conversation: After }
  /** Not applied; with the conversation as it is now, or undefined when there is none. */
  | { readonly applied: false; readonly conversation: Conversation | undefined };

/**
 * Where conversations are kept. Each method is one conditional write, or one read that sees every write acknowledged
 * before it. Errors of the store itself (throttling, time-outs) are thrown as `StoreUnavailable`.
 */
export interface ConversationStore {
  /** The conversation, or undefined when there is none, it is erased, or its retention is over. */
  read(id: string): Promise<Conversation | undefined>;
  /** What is stored of a conversation, even if its retention is over. */
  readStored(id: string): Promise<Conversation | undefined>;
  /** The names by whose values the conversations that it writes are found, as they are defined. */
  listSearchable(): Promise<Searchable>;
  /** Makes a conversation unless its id is in use, or erased, or that of an expired one whose data key is still there. */
  create(conversation: Conversation): Promise<boolean>;
  /** Applies an update if the conversation meets its requirements and does not hold its operation id yet. */
  update(id: string, update: CountedUpdate): Promise<UpdateOutcome>;
  /**
   * Replaces a conversation whole if nothing was written since `revision`.
   * @param next the conversation after it, with its next revision and its operation ids.
   */
  replace(next: Conversation, revision: number): Promise<UpdateOutcome>;
  /**
   * Removes a decided end that does not take effect, if nothing was written since the conversation was read. Sets
   * when it is due.
   */
  withdrawEnd(conversation: Conversation): Promise<UpdateOutcome>;
  /** Removes what is left of a conversation, if nothing was written since it was read. */
  remove(conversation: Conversation): Promise<void>;
  /**
   * Replaces a conversation by a tombstone, which keeps its id taken for 30 days, whatever was written since it was
   * read. Its data key must be the one that was read, and its version one of those named. The tombstone is due until
   * the data key is removed.
   */
  erase(
    conversation: Pick<Conversation, 'id' | 'revision' | 'internalId'>,
    operation: OperationId,
    versions: readonly VersionMatch[],
  ): Promise<UpdateOutcome<undefined>>;
  /** Whether it was this operation that erased the conversation with this id. */
  wasErasedBy(id: string, operation: OperationId): Promise<boolean>;
  /** The key of a conversation's item, derived from its id. */
  itemKey(id: string): string;
  /** Notes that the data key of an erased conversation is removed. */
  noteErasedKeyRemoved(key: string): Promise<void>;
}

/** A conversation, or the tombstone of an erased one, that the sweeper must look at. */
export interface DueEntry {
  /** Of the item in the store. */
  readonly key: string;
  /** Of the conversation; undefined when it is erased. */
  readonly id?: string;
  /** The data key of an erased conversation, which is still to be removed. */
  readonly erasedKey?: string;
}

/** When something must happen to conversations next. */
export interface DueIndex {
  /** Parts that can be worked through side by side, each with the same share of the conversations. */
  readonly shards: number;
  /** What is due in a shard, oldest first, page by page. */
  listDue(shard: number, now: number): AsyncIterable<readonly DueEntry[]>;
  /** Postpones an entry that failed until an epoch second, so that it does not hold up the others. */
  postpone(entry: DueEntry, until: number): Promise<void>;
  /** Removes an entry for good if nothing can be due for it: it is no conversation, and names no data key. */
  forget(entry: DueEntry): Promise<void>;
  /** The epoch second since which the oldest of a shard has been due, or undefined when nothing is. */
  findOldest(shard: number, now: number): Promise<number | undefined>;
}

/** Conversations by the day of their start. May be a moment behind the conversations. */
export interface ConversationIndex {
  /** A page, newest first. */
  find(query: FindQuery): Promise<FindPage>;
}

/** The store (or the key service) did not answer in time or throttles. The write may have taken effect: retry it. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
}
