import type { Conversation, State } from '#domain/conversation.ts';
import type { ValueSearch } from '#domain/searchable.ts';

/** The states of conversations that have ended: those of the contact log. */
export const endedStates = ['wrapup', 'handled', 'abandoned'] as const satisfies readonly State[];

/** The conditions that a conversation must meet to be found. A field that is left out sets none. */
export interface FindFilter {
  /** One of these; none means all. */
  readonly states?: readonly State[] | undefined;
  /** One of these; none means all. */
  readonly types?: readonly string[] | undefined;
  readonly queueId?: string | undefined;
  /** In one of these call queues; with an empty list no conversation is. @default any, or none */
  readonly queueIds?: readonly string[] | undefined;
  /** The `uri` of an address of a participant. Ended conversations have none. */
  readonly address?: string | undefined;
  /** Of the conversation or of a participant. Ended conversations have none. */
  readonly externalId?: string | undefined;
  /** The value of a searchable name: an attribute of one that is live, and of one that is over a saved value. */
  readonly value?: ValueSearch | undefined;
}

/** A page to be found. */
export interface FindQuery {
  readonly filter: FindFilter;
  /** Epoch milliseconds of the start, inclusive. */
  readonly from: number;
  /** Epoch milliseconds of the start, exclusive. */
  readonly to: number;
  /** Whether a conversation that meets the filter may be shown. @default all may */
  readonly accept?: (found: FoundConversation) => boolean;
  /** Conversations on a page, at most. */
  readonly limit: number;
  /** Bytes of a page, at most, unless one conversation alone has more. */
  readonly maxBytes: number;
  /** The bytes that a conversation takes on the page, at most. */
  readonly sizeOf: (found: FoundConversation) => number;
  /** Whether what is kept of a conversation is wanted, and its wrap-up. @default false */
  readonly withSaved?: boolean;
  /** Where the page before ended. */
  readonly after?: string | undefined;
}

/** What an index has of a conversation. */
export type FoundConversation = Pick<
  Conversation,
  'id' | 'type' | 'state' | 'queueId' | 'startTime' | 'endTime' | 'wrapup' | 'saved' | 'savedNames'
>;

/** A conversation in the index, with its place there: a page may end behind it. */
export interface Found extends FoundConversation {
  readonly place: string;
  /** All of it, where the index had to read it. */
  readonly conversation?: Conversation;
}

/** A page, newest first. It may have fewer than asked for, or none, and still not be the last. */
export interface FindPage {
  readonly conversations: readonly Found[];
  /** Where the next page begins; undefined after the last. */
  readonly after?: string;
}
