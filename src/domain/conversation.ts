import type { AttributeChanges, Attributes } from '#domain/attributes.ts';
import type { ChannelType } from '#domain/channel-types.ts';
import type { JsonText } from '#domain/json.ts';
import type { AppliedOperations } from '#domain/operation-ids.ts';
import type { Searchable } from '#domain/searchable.ts';

/** Where a conversation is in its life. */
export const states = ['active', 'wrapup', 'handled', 'abandoned'] as const;
export type State = (typeof states)[number];

/** The states in which a conversation is an interaction: somebody is at work on it. */
export const liveStates = ['active', 'wrapup'] as const satisfies readonly State[];

/** Whether a conversation in this state is an interaction. */
export function isLive(state: State): boolean {
  return (liveStates as readonly State[]).includes(state);
}

/** How a participant can be reached. */
export interface Address {
  readonly type: string;
  readonly uri: string;
}

/** Someone in a conversation. */
export interface Participant {
  readonly id: string;
  readonly purpose: string;
  readonly externalId?: string;
  readonly addresses: readonly Address[];
  /** Raised by every change of the participant; 1 when it was made. */
  readonly version: number;
  readonly attributes: Attributes;
  /** Epoch milliseconds at which it left: from then on only what it was is read, by its id. */
  readonly endTime?: number;
}

/** Where an attribute is: on the participant with this id, or, when undefined, on the conversation itself (`data`). */
export type Owner = string | undefined;

/** The participant that a flow means if it names none: the first customer who is present. */
export const theCustomer = Object.freeze({ purpose: 'customer' });

/** An owner as a request names it: a participant by its id or alias, `theCustomer`, or the conversation itself. */
export type OwnerName = Owner | typeof theCustomer;

/** What an execution has set and not flushed. `null` removes the name at the flush. */
export interface PendingWrite {
  readonly owner: Owner;
  readonly name: string;
  readonly value: JsonText | null;
  /** The conversation's revision at the set: orders the writes of several executions. */
  readonly revision: number;
}

/** A secured attribute that an execution has set and not flushed. `null` removes the name at the flush. */
export interface PendingSecured {
  readonly name: string;
  readonly value: Envelope | null;
  readonly revision: number;
}

/** A flow execution with pending writes. */
export interface Execution {
  readonly writes: readonly PendingWrite[];
  readonly securedWrites: readonly PendingSecured[];
  /** The conversation's revision at the newest set: a flush moves the batch it has read, or nothing. */
  readonly revision: number;
  /** Epoch milliseconds of the first set since the last flush. */
  readonly since: number;
  /** At least the number of pending names. */
  readonly count: number;
}

/** A sealed value (`docs/envelope.md`). */
export type Envelope = Uint8Array;

/** Envelopes by name: the secured attributes of a conversation are a namespace of their own. */
export type Secured = ReadonlyMap<string, Envelope>;

/** Changes of secured attributes by name; `null` removes. */
export type SecuredChanges = ReadonlyMap<string, Envelope | null>;

/** What the agent noted at the end. */
export interface Wrapup {
  readonly code?: string;
  readonly notes?: string;
}

/** A conversation as one item holds it. */
export interface Conversation extends AppliedOperations {
  readonly id: string;
  readonly type: ChannelType;
  readonly state: State;
  readonly queueId?: string;
  readonly externalId?: string;
  /** The channel through which it came: a web channel, or another entry point that the caller named. */
  readonly channelId?: string;
  /**
   * The fingerprint of the request that made the conversation, if its id comes from the Idempotency-Key: a repeat is
   * recognised by it, however late. Removed at the end of the conversation: from then on any request under that key
   * counts as the repeat.
   */
  readonly madeBy?: string;
  /** Epoch milliseconds. */
  readonly startTime: number;
  /** Epoch milliseconds of the last write that a caller asked for. Used only while the conversation is active. */
  readonly lastWrite: number;
  /** Epoch milliseconds at which it left `active`. */
  readonly endTime?: number;
  readonly wrapup?: Wrapup;
  /** The saved list as it was when the conversation left `active`. */
  readonly savedNames?: readonly string[];
  /** Until which epoch second names of that list are kept that are gone before the record is. */
  readonly savedUntil?: readonly (readonly [name: string, until: number])[];
  /** That list was its channel's. @default it was that of its channel type */
  readonly savedBy?: 'channel';
  /** The searchable names as they were then; once it is over, those that are saved. */
  readonly searchable?: Searchable;
  /** What is kept after it: names on the saved list, with their values. */
  readonly saved?: Attributes;
  /** Epoch second after which an ended conversation no longer exists for callers. */
  readonly expires?: number;
  /** Epoch second at which the sweeper looks at it next. */
  readonly due: number;
  /** Raised by every write that a reader can see; 1 when it was made. */
  readonly version: number;
  /**
   * Set while the item holds a decided end: nothing else is written until the end is carried out or withdrawn.
   * `decided`: the conversation has ended, and the item still has what the end removes. `void`: it has not ended,
   * because the data that came with the end does not fit.
   */
  readonly ending?: 'decided' | 'void';
  /** At least what counts against the limits of size (`size.ts`): an upper bound, recounted when the limit is hit. */
  readonly bytes: number;
  readonly data: Attributes;
  readonly secured: Secured;
  /** Raised by every write of secured attributes; 0 while there never were any. */
  readonly securedVersion: number;
  /** Random; names the data key of its secured attributes. An ended conversation has it until that key is removed. */
  readonly internalId?: string;
  /** Flow executions, by `shortenId`, that called themselves bots: they may not use secured attributes. */
  readonly bots: ReadonlySet<string>;
  /** Which client each flow execution belongs to, by their keys: the one that first wrote in it. */
  readonly owners: ReadonlyMap<string, string>;
  /** In the order in which they joined. */
  readonly participants: readonly Participant[];
  /** Flow executions with pending writes, by `shortenId`. */
  readonly executions: ReadonlyMap<string, Execution>;
}

/** The attributes of a participant, or `data`. */
export function attributesOf(conversation: Conversation, owner: Owner): Attributes {
  if (owner === undefined) return conversation.data;
  return conversation.participants.find(({ id }) => id === owner)?.attributes ?? new Map();
}

/**
 * The participant that a request means: the one with exactly this id, even if it has left; else, for the aliases
 * `customer` and `agent`, the only participant present with this purpose. An alias never means a participant who has
 * left.
 */
export function findParticipant(conversation: Conversation, idOrAlias: string): Participant | undefined {
  const exact = conversation.participants.find(({ id }) => id === idOrAlias);
  if (exact) return exact;
  if (!isAlias(idOrAlias)) return undefined;
  const [only, ...others] = listPresent(conversation).filter(({ purpose }) => purpose === idOrAlias);
  return others.length === 0 ? only : undefined;
}

/** Whether a name means a participant by its purpose. It may be the id of another one, that a caller has chosen. */
export function isAlias(name: unknown): name is 'customer' | 'agent' {
  return name === 'customer' || name === 'agent';
}

/** The participants who have not left, in the order in which they joined. */
export function listPresent({ participants }: Pick<Conversation, 'participants'>): readonly Participant[] {
  return participants.filter(({ endTime }) => endTime === undefined);
}

/** The pending writes of an execution on an owner, as changes. */
export function pendingChangesOf(execution: Execution | undefined, owner: Owner): AttributeChanges {
  const writes = execution?.writes.filter((write) => write.owner === owner) ?? [];
  return new Map(writes.map(({ name, value }) => [name, value]));
}
