import type { Attributes, Strings } from './attributes.ts';

/** Whose attributes a flow means. */
export type Placement =
  /** A participant's: by default those of the first customer who is present. */
  | { readonly target?: 'participant'; readonly participantId?: string }
  /** The conversation's `data`. */
  | { readonly target: 'conversation' };

/** Where a get looks. */
export type ReadPlacement =
  | Placement
  /** On the participant, and on the conversation for what the participant does not have. */
  | { readonly target: 'any'; readonly participantId?: string };

/** Where an attribute is: on a participant, or on the conversation itself (`data`). */
export type Target = NonNullable<Placement['target']>;

/** The type of a flow, as Genesys Cloud names it. */
export type FlowType =
  | 'bot'
  | 'commonmodule'
  | 'digitalbot'
  | 'inboundcall'
  | 'inboundchat'
  | 'inboundemail'
  | 'inboundshortmessage'
  | 'inqueuecall'
  | 'inqueueemail'
  | 'inqueueshortmessage'
  | 'outboundcall'
  | 'securecall'
  | 'surveyinvite'
  | 'voice'
  | 'voicemail'
  | 'voicesurvey'
  | 'workflow'
  | 'workitem';

/** What a flow says of itself. */
export interface FlowKind {
  /** An execution that says `bot` or `digitalbot` may use no secured attributes from then on. */
  readonly flowType?: FlowType;
}

/** A name that is not set, and the one that was probably meant. */
export interface NotSet {
  readonly name: string;
  readonly didYouMean?: string;
}

/** The same, or that the name is set on the other target. */
export interface NotSetHere extends NotSet {
  readonly setOn?: Target;
}

/** What a flow execution sees: its own pending values before the stored ones. */
export interface FlowAttributes {
  readonly attributes: Attributes;
  /** Where each of them was found. Only with the target `any`. */
  readonly setOn?: Readonly<Record<string, Target>>;
  readonly notSet: readonly NotSetHere[];
  readonly version: number;
}

/** The same of secured attributes. */
export interface FlowSecured {
  readonly attributes: Strings;
  /** The names of those that are set, but do not open; absent when all do. */
  readonly unreadable?: readonly string[];
  readonly notSet: readonly NotSet[];
  readonly version: number;
}

/** What a set acknowledged. */
export interface Pending {
  /** The names of this set. */
  readonly pending: readonly string[];
  readonly revision: number;
}

/** What a flush applied. */
export interface Flushed {
  /** The names, without those of secured attributes. */
  readonly flushed: readonly string[];
  /** How many secured attributes took effect, set or removed. @default none */
  readonly securedFlushed?: number;
  readonly version: number;
}
