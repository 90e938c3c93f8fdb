import type { Attributes, Json, Strings } from './attributes.ts';
import type { Address, ConversationSummary, Participant, Wrapup } from './conversation.ts';

/** A write that waits for its flush; `value` is not there where the token may not read it. */
export interface PendingWrite {
  /** Its id; of one longer than 8 characters `~` and the first 11 of its SHA-256 in base64url: the id itself is not held. */
  readonly execution: string;
  readonly target?: string;
  readonly participantId?: string;
  readonly name: string;
  readonly value?: Json;
}

/** The same of a secured attribute. */
export interface PendingSecuredWrite extends Pick<PendingWrite, 'execution' | 'name' | 'value'> {
  /** It is set, but does not open. */
  readonly unreadable?: true;
}

/** A participant, with how it is reached. */
export interface ExportedParticipant extends Participant {
  readonly externalId?: string;
  readonly addresses: readonly Address[];
}

/** The secured attributes of a conversation: the values to who may read them, else the names. */
export interface ExportedSecured {
  readonly attributes?: Strings;
  /** The names of those that are set, but do not open; absent when all do. */
  readonly unreadable?: readonly string[];
  readonly names?: readonly string[];
  readonly pending: readonly PendingSecuredWrite[];
}

/** Everything that is held about a conversation. */
export interface Export extends ConversationSummary {
  readonly version: number;
  readonly externalId?: string;
  /** Of the web channel on which it began. */
  readonly channelId?: string;
  readonly data: Attributes;
  readonly participants: readonly ExportedParticipant[];
  readonly pending: readonly PendingWrite[];
  readonly wrapup?: Wrapup;
  readonly saved?: Attributes;
  readonly savedNames?: readonly string[];
  /** When what is kept of it goes. */
  readonly expires?: string;
  readonly secured: ExportedSecured;
}
