import type { AttributeChanges, Attributes } from './attributes.ts';

/** What kind of contact a conversation is. */
export type ChannelType = 'voice' | 'callback' | 'webchat' | 'webmessaging' | 'email' | 'task';

/** `active` goes to `wrapup`, `handled` or `abandoned`, and `wrapup` to `handled`. */
export type State = 'active' | 'wrapup' | 'handled' | 'abandoned';

/** Where a participant is reached. */
export interface Address {
  /** Such as `tel`. */
  readonly type: string;
  readonly uri: string;
}

/** A participant to be made. */
export interface NewParticipant {
  /** @default the purpose and a number: `customer-1` */
  readonly id?: string;
  /** `customer`, `agent`, ... */
  readonly purpose: string;
  readonly externalId?: string;
  readonly addresses?: readonly Address[];
  readonly attributes?: Attributes;
}

/** A conversation to be made. */
export interface NewConversation {
  /** @default made by the server */
  readonly id?: string;
  readonly type: ChannelType;
  /** The call queue. */
  readonly queueId?: string;
  readonly externalId?: string;
  readonly data?: Attributes;
  readonly participants: readonly NewParticipant[];
}

/** A participant, as a conversation shows it. */
export interface Participant {
  readonly id: string;
  readonly purpose: string;
  readonly version: number;
  readonly attributes: Attributes;
  /** When it left. @default it is present */
  readonly endTime?: string;
}

/** What an agent notes at the end. */
export interface Wrapup {
  readonly code?: string;
  readonly notes?: string;
}

/** A conversation in a list. Times are RFC 3339. */
export interface ConversationSummary {
  readonly id: string;
  readonly type: ChannelType;
  readonly state: State;
  readonly queueId?: string;
  readonly startTime: string;
  readonly endTime?: string;
}

/** A conversation. */
export interface Conversation extends ConversationSummary {
  readonly version: number;
  readonly data: Attributes;
  readonly participants?: readonly Participant[];
  readonly wrapup?: Wrapup;
}

/** What a patch of a conversation may change. */
export interface ConversationPatch {
  readonly state?: State;
  /** `null` takes it out of its call queue. */
  readonly queueId?: string | null;
  readonly wrapup?: Wrapup;
  readonly data?: AttributeChanges;
  /** The version that was read: refused when it is not current. */
  readonly version?: number;
}

/**
 * What a write answers to a token without the scope that reads the same: `patch<Written>(…)` is typed so. Nothing of what is
 * there, but the names that were written.
 */
export interface Written {
  readonly id: string;
  /** Of what was written. Settings have none. */
  readonly version?: number;
  readonly names: readonly string[];
  /** Of a new conversation, and of a patch of several participants. */
  readonly participants?: readonly WrittenParticipant[];
}

/** The same of one participant. */
export interface WrittenParticipant {
  readonly id: string;
  readonly version: number;
  readonly names: readonly string[];
}

/** What is kept of an ended conversation. */
export interface History {
  readonly id: string;
  readonly type: ChannelType;
  readonly queueId?: string;
  readonly startTime: string;
  readonly endTime: string;
  readonly wrapup?: Wrapup;
  readonly data: Attributes;
}
