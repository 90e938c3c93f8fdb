/** JSON texts by name. */
export type Attributes = ReadonlyMap<string, string>;

/** Changes of attributes; `null` removes. */
export type Changes = ReadonlyMap<string, string | null>;

/** Someone in a conversation, as a request describes them. */
export interface Newcomer {
  /** @default the purpose and a number */
  readonly id?: string | undefined;
  readonly purpose: string;
  readonly externalId?: string | undefined;
  readonly addresses: readonly { readonly type: string; readonly uri: string }[];
  readonly attributes: Attributes;
}

export interface Participant extends Newcomer {
  readonly id: string;
  readonly version: number;
  /** When it left: from then on it is only read. */
  readonly endTime?: number | undefined;
}

/** The secured attributes are a namespace of their own: no id looks like this. */
export const SECURED = ' secured';

/** Whose an attribute is: a participant's id; undefined for `data`; or `SECURED`. */
export type Owner = string | undefined;

/** What an execution has set and not flushed. */
export interface PendingWrite {
  readonly owner: Owner;
  readonly name: string;
  readonly value: string | null;
  /** Orders the sets of all executions; the writes of one set have the same. */
  readonly turn: number;
}

export type State = 'active' | 'wrapup' | 'handled' | 'abandoned';

/** All that the rules know of a conversation. Times are epoch milliseconds. */
export interface Conversation {
  readonly id: string;
  readonly type: string;
  readonly state: State;
  readonly version: number;
  readonly queueId?: string | undefined;
  readonly externalId?: string | undefined;
  /** The web channel that its messages come through. */
  readonly channelId?: string | undefined;
  readonly startTime: number;
  /** When it left `active`. */
  readonly endTime?: number | undefined;
  /** When it is gone for callers. */
  readonly expires?: number | undefined;
  readonly wrapup: { readonly code?: string; readonly notes?: string };
  readonly data: Attributes;
  /** In the clear. */
  readonly secured: Attributes;
  readonly securedVersion: number;
  /** In the order in which they joined. */
  readonly participants: readonly Participant[];
  /** By execution, with the time of the first set since the last flush. */
  readonly pending: ReadonlyMap<string, { readonly since: number; readonly writes: readonly PendingWrite[] }>;
  /** Executions that called themselves bots. */
  readonly bots: ReadonlySet<string>;
  /** The client that each execution belongs to. */
  readonly owners: ReadonlyMap<string, string>;
  /** The list of saved names as it was when the conversation left `active`, and what is kept after it. */
  readonly savedNames: readonly string[];
  /** Until when names are kept that are gone before the record is. @default none are */
  readonly savedUntil?: ReadonlyMap<string, number> | undefined;
  readonly savedBy?: 'channel' | undefined;
  readonly saved: Attributes;
}

/** Those who have not left. */
export function presentIn({ participants }: Conversation): readonly Participant[] {
  return participants.filter(({ endTime }) => endTime === undefined);
}

/** The participant with exactly this id, also one who has left; else, for `customer` and `agent`, the only one present with that purpose. */
export function participantOf(conversation: Conversation, idOrAlias: string): Participant | undefined {
  const exact = conversation.participants.find(({ id }) => id === idOrAlias);
  if (exact || !['customer', 'agent'].includes(idOrAlias)) return exact;
  const [only, ...others] = presentIn(conversation).filter(({ purpose }) => purpose === idOrAlias);
  return others.length === 0 ? only : undefined;
}

/** The first customer who is present. */
export function firstCustomer(conversation: Conversation): Participant | undefined {
  return presentIn(conversation).find(({ purpose }) => purpose === 'customer');
}

export function attributesOf(conversation: Conversation, owner: Owner): Attributes {
  if (owner === SECURED) return conversation.secured;
  if (owner === undefined) return conversation.data;
  return conversation.participants.find(({ id }) => id === owner)?.attributes ?? new Map();
}

/** Whether only the record is left. */
export function isErased({ state }: Conversation): boolean {
  return state === 'handled' || state === 'abandoned';
}

/** Whether the time of the record is over: then the conversation is not there. */
export function isOver({ expires }: Pick<Conversation, 'expires'>, at: number): boolean {
  return expires !== undefined && expires <= at;
}
