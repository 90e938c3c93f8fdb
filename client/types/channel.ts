import type { Json } from './attributes.ts';

/** Settings as they are, with a version that every write of them raises; 0 where nobody has written any. */
export type Versioned<Settings> = Settings & { readonly version: number };

/** What is kept of the conversations of a channel type, and for how long they may be active. */
export interface ChannelTypeSettings {
  /** The names that stay, and no others. */
  readonly savedAttributes: readonly string[];
  readonly retentionDays: number;
  /** Seconds after the last write at which an active conversation ends. @default as the deployment says, or the type */
  readonly activeMaxSeconds?: number;
}

/** An attribute that guests may set, of one type; a plain name takes any of these types. */
export type AllowedAttribute =
  | string
  | { readonly name: string; readonly type: 'string' | 'integer' | 'number' | 'boolean' };

/** What a web channel is, and what its guests may set. */
export interface WebchatSettings {
  /** On `webchat` attributes come with the first message only, on `webmessaging` with any. */
  readonly type: 'webchat' | 'webmessaging';
  readonly attributes: { readonly allowed: readonly AllowedAttribute[] };
}

/** A message of a guest, as the user's own web server passes it on. */
export interface GuestMessage {
  /** Of the conversation that goes on, or begins under this behind the channel's id and `:`. @default begins one */
  readonly conversationId?: string;
  readonly message: {
    /** Not kept. */
    readonly text: string;
    readonly channel?: { readonly metadata?: { readonly customAttributes?: GuestAttributes } };
  };
  /** Wins over `message_metadata`, and that over `customAttributes`, name by name. */
  readonly metadata?: GuestAttributes;
  readonly message_metadata?: GuestAttributes;
}

/** What a guest brings, by name. */
export type GuestAttributes = Readonly<Record<string, Json>>;

/** What became of the attributes of a message. */
export interface MessageTaken {
  readonly conversationId: string;
  readonly accepted: readonly string[];
  readonly dropped: readonly DroppedAttribute[];
}

/** An attribute of a guest that was not taken. */
export interface DroppedAttribute {
  readonly name: string;
  readonly reason: 'not-allowed' | 'wrong-type' | 'too-late' | 'too-large';
}
