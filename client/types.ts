/** Any JSON value. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/** Values by name. */
export type Attributes = Readonly<Record<string, Json>>;

/** Changes by name: a value replaces the old one whole, `null` removes it. */
export type AttributeChanges = Readonly<Record<string, Json>>;

/** Strings by name, as flows and secured attributes have them; `null` removes. */
export type StringChanges = Readonly<Record<string, string | null>>;

export type ChannelType = 'voice' | 'callback' | 'webchat' | 'webmessaging' | 'email' | 'task';
export type State = 'active' | 'wrapup' | 'handled' | 'abandoned';

export interface Address {
  readonly type: string;
  readonly uri: string;
}

/** A participant to be made. */
export interface NewParticipant {
  /** @default the purpose, numbered if taken */
  readonly id?: string;
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
  readonly queueId?: string;
  readonly externalId?: string;
  readonly data?: Attributes;
  readonly participants: readonly NewParticipant[];
}

export interface Participant {
  readonly id: string;
  readonly purpose: string;
  readonly version: number;
  readonly attributes: Attributes;
}

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

export interface Conversation extends ConversationSummary {
  readonly version: number;
  readonly data: Attributes;
  readonly participants?: readonly Participant[];
  readonly wrapup?: Wrapup;
}

/** What a patch of a conversation may change. */
export interface ConversationPatch {
  readonly state?: State;
  readonly queueId?: string;
  readonly wrapup?: Wrapup;
  readonly data?: AttributeChanges;
  /** The version that was read: 409 when it is not current. */
  readonly version?: number;
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

/** A name that is not set, and the one that was probably meant. */
export interface NotSet {
  readonly name: string;
  readonly didYouMean?: string;
}

/** What a flow execution sees. */
export interface Seen<Value = Json> {
  readonly attributes: Readonly<Record<string, Value>>;
  readonly notSet: readonly NotSet[];
  readonly version: number;
}

/** What a set acknowledged. */
export interface Pending {
  readonly pending: readonly string[];
  readonly revision: number;
}

/** What a flush applied. */
export interface Flushed {
  readonly flushed: readonly string[];
  readonly version: number;
}

/** Whose attributes a flow means. */
export type Placement =
  /** @default the participant `customer` */
  | { readonly target?: 'participant'; readonly participantId?: string }
  /** The conversation's `data`. */
  | { readonly target: 'conversation' };

/** Secured attributes, and their own version. */
export interface Secured {
  readonly attributes: Readonly<Record<string, string>>;
  readonly version: number;
}

/** What a write of secured attributes answers; the values only to who may read them. */
export interface SecuredNames {
  readonly names: readonly string[];
  readonly version: number;
  readonly attributes?: Readonly<Record<string, string>>;
}
