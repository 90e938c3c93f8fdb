// Written by `npm run generate` from src/contract: change it there.

/** Any JSON value. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/** A channel type on which messages of guests come in. */
export type WebChannelType = 'webchat' | 'webmessaging' | 'sms' | 'mms' | 'whatsapp' | 'rcs' | 'messenger' | 'instagram' | 'viber' | 'telegram' | 'line' | 'applebc';

/** A conversation in a list. Times are RFC 3339. */
export interface ConversationSummary {
  readonly id: Id;
  readonly type: ChannelType;
  readonly state: State;
  readonly startTime: string;
  readonly queueId?: string;
  readonly endTime?: string;
}

/** A conversation of a kind of media, in the words of Genesys Cloud. */
export interface MediaConversation {
  readonly id: Id;
  readonly version: Version;
  readonly participants: readonly MediaParticipant[];
  readonly selfUri: string;
}

/** A conversation that is active or in wrap-up, with how its participants are reached. */
export interface Interaction {
  readonly id: Id;
  readonly version: Version;
  readonly participants: readonly InteractionParticipant[];
}

/** A conversation to be made. */
export interface ConversationInput {
  /** Default: made by the server. */
  readonly id?: Id;
  readonly type: 'voice' | 'callback' | 'webchat' | 'webmessaging' | 'sms' | 'mms' | 'whatsapp' | 'rcs' | 'messenger' | 'instagram' | 'viber' | 'telegram' | 'line' | 'applebc' | 'email' | 'task';
  /** The call queue. */
  readonly queueId?: string;
  readonly externalId?: string;
  /** The channel through which it comes: a web channel, or any entry point. Guests of that web channel can continue it. */
  readonly channelId?: Id;
  readonly data?: AttributesInput;
  /** What came with the contact, such as from its guest; as an object, or as its JSON text. */
  readonly metadata?: Metadata;
  readonly participants: readonly ParticipantInput[];
}

/** A conversation. */
export interface Conversation {
  readonly id: Id;
  readonly type: ChannelType;
  readonly state: State;
  readonly startTime: string;
  readonly version: Version;
  readonly data: Attributes;
  readonly queueId?: string;
  readonly endTime?: string;
  /** The names whose values are masked here: by their definitions the caller may not read them. Absent where there are none. */
  readonly masked?: readonly AttributeName[];
  readonly participants?: readonly Participant[];
  readonly wrapup?: Wrapup;
  /** Of metadata that came through a channel: what it does not allow. Only in the answer to a creation with such metadata. */
  readonly dropped?: readonly DroppedAttribute[];
}

/** A group of defined names, in the words of Genesys Cloud. */
export interface DataSchema {
  readonly id: Id;
  readonly version: Version;
  /** No record is written under one that is not. */
  readonly enabled: boolean;
  readonly dateCreated: string;
  readonly jsonSchema: JsonSchemaDocument;
  readonly selfUri: string;
}

/** A last batch that a flush brings along. */
export interface Flush {
  readonly participantId?: Id;
  readonly target?: 'participant' | 'conversation';
  readonly flowType?: FlowType;
  readonly attributes?: StringAttributeChanges;
}

/** A message of a guest, as the user's own web server passes it on. */
export interface GuestMessage {
  /** The conversation to continue; or to begin, under the channel's id, `:` and this. Default: begins one. */
  readonly conversationId?: Id;
  readonly message: {
    readonly text: string;
    readonly channel?: {
      readonly metadata?: {
        readonly customAttributes?: GuestAttributes;
      };
    };
  };
  /** Wins over `message_metadata`, and that over `customAttributes`, name by name. */
  readonly metadata?: Metadata;
  readonly message_metadata?: Metadata;
}

/** A name that is not set here, and the one that was probably meant; with `setOn` it is set on the other target. */
export interface NotSetHere {
  readonly name: AttributeName;
  readonly didYouMean?: AttributeName;
  readonly setOn?: Target;
}

/** A name that is not set, and the one that was probably meant. */
export interface NotSet {
  readonly name: AttributeName;
  readonly didYouMean?: AttributeName;
}

/** A page of conversations of a kind of media, newest first. It may be empty and not be the last. */
export interface MediaConversationList {
  readonly entities: readonly MediaConversation[];
  readonly pageSize: number;
  readonly selfUri: string;
  /** Of the next page; absent on the last one. */
  readonly nextUri?: string;
}

/** A page of conversations, newest first. */
export interface ConversationList {
  readonly conversations: readonly ConversationSummary[];
  readonly nextToken?: string;
}

/** A page of ended conversations, newest first. */
export interface ContactLog {
  readonly conversations: readonly History[];
  readonly nextToken?: string;
}

/** A page of interactions, newest first. */
export interface InteractionList {
  readonly interactions: readonly ListedInteraction[];
  readonly nextToken?: string;
}

/** A participant of a live interaction; `type` is its purpose. */
export interface InteractionParticipant {
  readonly id: Id;
  readonly type: Id;
  readonly version: Version;
  readonly attributes: Attributes;
  readonly addresses: readonly Address[];
  /** The names whose values are masked here: by their definitions the caller may not read them. Absent where there are none. */
  readonly masked?: readonly AttributeName[];
  readonly externalId?: string;
  /** When it left; absent while it is present. */
  readonly endTime?: string;
}

/** A participant of an interaction in a list; with attributes where they are asked for. */
export interface ListedParticipant {
  readonly id: Id;
  readonly type: Id;
  readonly version: Version;
  readonly addresses: readonly Address[];
  /** The names whose values are masked here: by their definitions the caller may not read them. Absent where there are none. */
  readonly masked?: readonly AttributeName[];
  readonly externalId?: string;
  /** When it left; absent while it is present. */
  readonly endTime?: string;
  readonly attributes?: Attributes;
}

/** A participant to be made. */
export interface ParticipantInput {
  /** Default: the purpose and a number, such as `customer-1`. */
  readonly id?: Id;
  /** `customer`, `agent`, ... */
  readonly purpose: Id;
  readonly externalId?: string;
  readonly addresses?: readonly {
    readonly type: string;
    readonly uri: string;
  }[];
  readonly attributes?: AttributesInput;
}

/** A participant, as a conversation shows it. */
export interface Participant {
  readonly id: Id;
  readonly purpose: Id;
  readonly version: Version;
  readonly attributes: Attributes;
  /** The names whose values are masked here: by their definitions the caller may not read them. Absent where there are none. */
  readonly masked?: readonly AttributeName[];
  /** When it left; absent while it is present. */
  readonly endTime?: string;
}

/** A participant, in the words of Genesys Cloud. */
export interface MediaParticipant {
  readonly id: Id;
  readonly purpose: Id;
  readonly state: MediaState;
  /** Values that are no texts are their JSON. The first customer also has those of the conversation itself (`data`), such as what a guest has brought, where it has none of that name. */
  readonly attributes: StringAttributes;
  /** The names whose values are masked here: by their definitions the caller may not read them. Absent where there are none. */
  readonly masked?: readonly AttributeName[];
  readonly queue?: {
    readonly id: string;
  };
  /** When it left, or the conversation ended. */
  readonly endTime?: string;
}

/** A participant, with how it is reached. */
export interface ExportedParticipant {
  readonly id: Id;
  readonly purpose: Id;
  readonly version: Version;
  readonly attributes: Attributes;
  readonly addresses: readonly Address[];
  /** The names whose values are masked here: by their definitions the caller may not read them. Absent where there are none. */
  readonly masked?: readonly AttributeName[];
  readonly externalId?: string;
  /** When it left; absent while it is present. */
  readonly endTime?: string;
}

/** A record as it was written; without a token that may read it its status alone. */
export interface RecordResult {
  readonly statusCode: number;
  readonly attributes?: CustomAttributes;
}

/** A record, or several. */
export type RecordReplacements = {
  readonly id: Id;
  readonly divisions?: readonly string[];
  readonly schemaId?: Id;
  readonly version?: number;
  readonly customAttributes: AttributeChanges;
} | readonly {
  readonly id: Id;
  readonly divisions?: readonly string[];
  readonly schemaId?: Id;
  readonly version?: number;
  readonly customAttributes: AttributeChanges;
}[];

/** A refusal (RFC 9457). */
export interface Problem {
  /** Leads to what it means. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  /** What was wrong, and what would be right. */
  readonly detail: string;
  readonly code: ProblemCode;
  /** The same as detail. */
  readonly message: string;
  /** The id of the request: the log has it as requestId. */
  readonly contextId: string;
  /** The first 100 things that are wrong. */
  readonly errors?: readonly Violation[];
  /** How many more there are; absent where `errors` lists all. */
  readonly moreErrors?: number;
  readonly currentVersion?: Version;
  /** Each attribute that does not have the value that `if` names. */
  readonly differences?: readonly Difference[];
}

/** A schema with the version that was read. */
export interface DataSchemaUpdate {
  /** The version that was read: refused when it is not current. */
  readonly version: number;
  /** No record is written under one that is not. */
  readonly enabled: boolean;
  readonly jsonSchema: {
    readonly $schema: "http://json-schema.org/draft-04/schema#";
    readonly title: string;
    readonly description?: string;
    readonly required?: readonly string[];
    readonly properties: SchemaProperties;
  };
}

/** A schema, as JSON Schema (draft 4) in the words of Genesys Cloud. */
export interface DataSchemaInput {
  /** http://json-schema.org/draft-04/schema#, and nothing else. */
  readonly $schema: "http://json-schema.org/draft-04/schema#";
  /** Of all schemas that are enabled none has it. */
  readonly title: string;
  readonly description?: string;
  /** Names that a record must have. */
  readonly required?: readonly string[];
  readonly properties: SchemaProperties;
}

/** A secured write that waits for its flush; `value` is absent where the token may not read it. */
export interface PendingSecuredWrite {
  /** The id of the flow execution. Of one longer than 8 characters `~` and the first 11 of its SHA-256 in base64url: the id itself is not held. */
  readonly execution: string;
  readonly name: AttributeName;
  readonly value?: Json;
  /** The value is masked: by the definition of the name the caller may not read it. */
  readonly masked?: true;
  /** It is set, but does not open. */
  readonly unreadable?: true;
}

/** A set in a flow execution. */
export interface FlowAttributesInput {
  readonly participantId?: Id;
  readonly target?: 'participant' | 'conversation';
  readonly flowType?: FlowType;
  readonly attributes: StringAttributeChanges;
}

/** A set of secured attributes in a flow execution. */
export interface FlowSecuredInput {
  readonly flowType?: FlowType;
  readonly attributes: StringAttributeChanges;
}

/** A web channel: what it is, and what its guests may set. */
export interface WebchatChannel {
  readonly settings: {
    readonly webchat: WebchatSettings;
  };
  readonly version: Version;
}

/** A write that waits for its flush; `value` is null where it removes the name. */
export interface PendingWrite {
  /** The id of the flow execution. Of one longer than 8 characters `~` and the first 11 of its SHA-256 in base64url: the id itself is not held. */
  readonly execution: string;
  readonly name: AttributeName;
  readonly target?: string;
  readonly participantId?: string;
  readonly value?: Json;
  /** The value is masked: by the definition of the name the caller may not read it. */
  readonly masked?: true;
}

/** All definitions of attributes, in the order in which they were made. */
export interface AttributeDefinitions {
  readonly definitions: readonly AttributeDefinition[];
}

/** All secured attributes of a conversation. */
export interface SecuredReplacement {
  readonly attributes: StringAttributesInput;
  /** The version that was read; 0 where there were never any. */
  readonly version: number;
}

/** An attribute of a guest that was not taken. */
export interface DroppedAttribute {
  readonly name: string;
  readonly reason: 'not-allowed' | 'wrong-type' | 'too-late' | 'too-large';
}

/** An attribute that a first message must have, perhaps with what people are told who have not entered it. */
export type RequiredAttribute = string | {
  readonly name: string;
  readonly text: string;
};

/** An attribute that does not have the value that `if` names. */
export interface Difference {
  readonly name: string;
  /** Whose attribute it is; absent for the conversation's own `data`. */
  readonly participantId?: Id;
  /** The value that it has; null: there is none. Absent where the token may not read it. */
  readonly current?: Json;
}

/** An attribute that guests may set, of one type; a plain name takes any of these types. */
export type AllowedAttribute = string | {
  readonly name: string;
  readonly type: 'string' | 'integer' | 'number' | 'boolean';
};

/** An id, chosen by the caller or made here. */
export type Id = string;

/** An interaction in a list, with how its participants are reached. */
export interface ListedInteraction {
  readonly id: Id;
  readonly version: Version;
  readonly participants: readonly ListedParticipant[];
}

/** Any JSON value but null, of at most 8192 bytes as JSON text, and at most 5 objects and arrays inside one another. Numbers keep every digit. */
export type Value = Exclude<Json, null>;

/** By name: each that has a value, but those that the caller may not know. */
export type LastWrites = Readonly<Record<string, LastWrite>>;

/** Changes of a record, or of several. */
export type RecordPatches = {
  readonly id: Id;
  readonly divisions?: readonly string[];
  readonly version?: number;
  readonly customAttributes: AttributeChanges;
} | readonly {
  readonly id: Id;
  readonly divisions?: readonly string[];
  readonly version?: number;
  readonly customAttributes: AttributeChanges;
}[];

/** Changes of a web channel. */
export interface WebchatChannelPatch {
  readonly settings: {
    readonly webchat: {
      readonly type?: 'webchat' | 'webmessaging' | 'sms' | 'mms' | 'whatsapp' | 'rcs' | 'messenger' | 'instagram' | 'viber' | 'telegram' | 'line' | 'applebc';
      readonly attributes?: {
        readonly required?: readonly (string | {
          readonly name: string;
          readonly text: string;
        })[];
        readonly allowed?: readonly (string | {
          readonly name: string;
          readonly type: 'string' | 'integer' | 'number' | 'boolean';
        })[];
      };
      readonly savedAttributes?: readonly AttributeName[] | null;
      readonly retentionDays?: number | null;
    };
  };
  /** The version that was read: refused when it is not current. */
  readonly version?: number;
}

/** Changes of one of the participants of an interaction. */
export interface InteractionChange {
  /** The id of the participant, or an alias. */
  readonly id: Id;
  readonly purpose?: Id;
  /** As it was read, or left out: read-only. */
  readonly type?: string;
  /** As it was read, or left out: read-only. */
  readonly externalId?: string;
  /** As it was read, or left out: read-only. */
  readonly addresses?: readonly Address[];
  /** As it was read, or left out: read-only. */
  readonly endTime?: string;
  /** The version that was read: refused when it is not current. */
  readonly version?: number;
  readonly attributes: AttributeChanges;
  readonly if?: ExpectedAttributes;
}

/** Changes of secured attributes. */
export interface SecuredPatch {
  readonly attributes: StringAttributeChanges;
  /** Taken and ignored. */
  readonly version?: number;
}

/** Changes of several participants. */
export interface InteractionPatch {
  /** As it was read, or left out: read-only. */
  readonly id?: string;
  readonly participants: readonly InteractionChange[];
  /** The version of the conversation that was read: refused when it is not current. */
  readonly version?: number;
}

/** Changes of the attributes of a participant. */
export interface AttributesPatch {
  /** As it was read, or left out: read-only. */
  readonly id?: string;
  readonly purpose?: Id;
  /** As it was read, or left out: read-only. */
  readonly type?: string;
  /** As it was read, or left out: read-only. */
  readonly externalId?: string;
  /** As it was read, or left out: read-only. */
  readonly addresses?: readonly Address[];
  /** As it was read, or left out: read-only. */
  readonly endTime?: string;
  readonly attributes: AttributeChanges;
  readonly if?: ExpectedAttributes;
  /** The version of the participant that was read: refused when it is not current. */
  readonly version?: number;
}

/** Everything that is held about a conversation. */
export interface Export {
  readonly id: Id;
  readonly type: ChannelType;
  readonly state: State;
  readonly startTime: string;
  readonly version: Version;
  readonly data: Attributes;
  readonly participants: readonly ExportedParticipant[];
  readonly pending: readonly PendingWrite[];
  readonly secured: ExportedSecured;
  readonly queueId?: string;
  readonly endTime?: string;
  /** The names whose values are masked here: by their definitions the caller may not read them. Absent where there are none. */
  readonly masked?: readonly AttributeName[];
  readonly externalId?: string;
  readonly channelId?: Id;
  readonly wrapup?: Wrapup;
  readonly saved?: Attributes;
  readonly savedNames?: readonly AttributeName[];
  /** Until when names are kept that are gone before the record is. */
  readonly savedUntil?: Readonly<Record<string, string>>;
  /** Whose saved list that was: of the channel with `channelId`, or of the channel type. */
  readonly savedBy?: 'channel' | 'type';
  readonly expires?: string;
}

/** Null removes the name. Else any JSON value, of at most 8192 bytes as JSON text, and at most 5 objects and arrays inside one another. Numbers keep every digit. */
export type ChangedValue = Json;

/** Null: the name must not be there. Else any JSON value, of at most 8192 bytes as JSON text, and at most 5 objects and arrays inside one another. Numbers keep every digit. The order of members does not matter, nor whether a number is written as 1.10 or 1.1. */
export type ExpectedValue = Json;

/** One thing that a write has changed. */
export interface ChangeEvent {
  /** What happened, in the words of the events: docs/events.md says what each has. */
  readonly type: 'conversation.started' | 'conversation.queue-changed' | 'participant.joined' | 'participant.left' | 'attributes.changed' | 'secured-attributes.changed' | 'flow.flushed' | 'conversation.wrapup-changed' | 'conversation.state-changed' | 'saved-data.changed' | 'conversation.erased' | 'conversation.expired';
  /** Whose it is; absent for the conversation's own `data`. */
  readonly participantId?: Id;
  readonly participantVersion?: number;
  readonly purpose?: Id;
  /** Names that got a value which they had not before, but those that the caller may not know. */
  readonly set?: readonly AttributeName[];
  /** Names that have had none since. */
  readonly removed?: readonly AttributeName[];
  /** Of the names in `set`: the values that they have now, at the last of these changes that has them. Never of a secured name. */
  readonly values?: Attributes;
  /** The names whose values are masked here: by their definitions the caller may not read them. Absent where there are none. */
  readonly masked?: readonly AttributeName[];
  readonly queueId?: string | null;
  readonly previousQueueId?: string | null;
  readonly flowExecutionId?: Id;
  readonly flowExecutionHash?: string;
  readonly fields?: readonly ('code' | 'notes')[];
  readonly state?: 'active' | 'wrapup' | 'handled' | 'abandoned';
  readonly previousState?: 'active' | 'wrapup' | 'handled' | 'abandoned';
}

/** One thing that is wrong in a request. */
export interface Violation {
  readonly name: string;
  readonly reason: string;
  /** What a web channel tells people of it, in its own words. */
  readonly text?: string;
  /** Of a name that is not defined: the one that was probably meant. */
  readonly didYouMean?: string;
}

/** Properties by name, as Genesys Cloud writes them: `{"allOf": [{"$ref": "#/definitions/text"}], "title", "description"}`, of a text with `minLength` and `maxLength`, of an integer or number with `minimum` and `maximum`, of an enum with `enum` and `_enumProperties`. Instead of `allOf` a property may have the `type` string, integer, number or boolean. The core types are text, longtext, url, identifier, enum, date, datetime, integer, number, checkbox and tag. */
export type SchemaProperties = Readonly<Record<string, Json>>;

/** Raised by every change; in ETag as "3". */
export type Version = number;

/** Saved data to add, correct or remove. */
export interface ContactDataInput {
  readonly contact_id: Id;
  readonly data: AttributeChanges;
}

/** Schemas, in the order in which they were made. */
export interface DataSchemaList {
  readonly total: number;
  readonly entities: readonly DataSchema[];
  readonly selfUri: string;
}

/** Secured attributes, and their own version. */
export interface Secured {
  readonly attributes: StringAttributes;
  readonly version: Version;
  /** The names whose values are masked here: by their definitions the caller may not read them. Absent where there are none. */
  readonly masked?: readonly AttributeName[];
  /** Those that are set, but do not open: their envelope or the data key was changed or lost. The others are answered; absent when all open. */
  readonly unreadable?: readonly AttributeName[];
}

/** Some callers: who is one of these clients, or whose token has one of these scopes, or the right to one of these call queues. As `readers` or `writers`, absent means everybody whose token may read or write attributes. */
export interface Callers {
  readonly clients?: readonly string[];
  readonly scopes?: readonly string[];
  readonly queues?: readonly string[];
}

/** Strings by name. */
export type StringAttributes = Readonly<Record<string, string>>;

/** Strings by name. */
export type StringAttributesInput = Readonly<Record<string, string>>;

/** Strings by name; null removes the name. */
export type StringAttributeChanges = Readonly<Record<string, string | null>>;

/** That secured values were opened for somebody. */
export interface SecuredReveal {
  /** Orders them by their time. */
  readonly id: string;
  readonly time: string;
  /** Those that were opened: all of the conversation that the caller could read, or those that it asked for. */
  readonly names: readonly AttributeName[];
  readonly by: {
    /** As the reference calls it. */
    readonly operation: string;
    /** The client of the access token. */
    readonly clientId?: string;
    readonly flowExecutionId?: Id;
    /** Whom the client asked for: a person, where the token names one. */
    readonly subject?: string;
  };
}

/** That the API answers. */
export interface Health {
  readonly status: 'ok';
  readonly version: string;
}

/** The attributes of a participant after a patch. The version is absent where nothing is left of the participant: the patch came again after the end. */
export interface PatchedAttributes {
  readonly attributes: Attributes;
  /** The names whose values are masked here: by their definitions the caller may not read them. Absent where there are none. */
  readonly masked?: readonly AttributeName[];
  readonly version?: Version;
}

/** The attributes of one participant, and its version. */
export interface ParticipantAttributes {
  readonly attributes: Attributes;
  readonly version: Version;
  /** The names whose values are masked here: by their definitions the caller may not read them. Absent where there are none. */
  readonly masked?: readonly AttributeName[];
}

/** The conversation that saved data was added to. */
export interface ContactDataAdded {
  readonly contact_id: Id;
}

/** The id of a record that was written. */
export interface CustomAttributesId {
  readonly id: Id;
}

/** The name of a secured write that waits for its flush. */
export interface PendingSecuredName {
  /** The id of the flow execution. Of one longer than 8 characters `~` and the first 11 of its SHA-256 in base64url: the id itself is not held. */
  readonly execution: string;
  readonly name: AttributeName;
  /** It removes the name. Absent where it sets it. */
  readonly removes?: true;
}

/** The name of a write that waits for its flush. */
export interface PendingName {
  /** The id of the flow execution. Of one longer than 8 characters `~` and the first 11 of its SHA-256 in base64url: the id itself is not held. */
  readonly execution: string;
  readonly name: AttributeName;
  readonly target: 'participant' | 'conversation';
  readonly participantId?: Id;
  /** It removes the name. Absent where it sets it. */
  readonly removes?: true;
}

/** The name of an attribute, of at most 256 bytes of UTF-8: no control character, and one that shows. */
export type AttributeName = string;

/** The names of a schema, as they are defined now. */
export interface JsonSchemaDocument {
  readonly $schema: string;
  readonly title: string;
  readonly required: readonly AttributeName[];
  readonly properties: SchemaProperties;
  readonly description?: string;
}

/** The names of what waits for its flush, and of secured attributes. */
export interface ConversationNames {
  readonly pending: readonly PendingName[];
  readonly secured: readonly AttributeName[];
  readonly pendingSecured: readonly PendingSecuredName[];
}

/** The records that a conversation has. */
export interface CustomAttributesList {
  readonly results: readonly CustomAttributes[];
  readonly version: Version;
}

/** The request is done only if these names have these values; else it is refused (409 `values-differ`), and changes nothing. */
export type ExpectedAttributes = Readonly<Record<string, ExpectedValue>>;

/** The rules for a name. A field that is left out sets no rule. */
export interface AttributeDefinitionInput {
  /** As in the path, or left out. */
  readonly name?: string;
  /** What the name means, for people. */
  readonly description?: string;
  /** Other spellings: what is written or asked for under one is the name, and answers call it so. None may mean another name too. */
  readonly aliases?: readonly AttributeName[];
  /** What its values must be. A text is converted where it fits: "5" to an integer, number or the elements of a list as JSON text. A `date` is a text such as 2026-01-31, or a time of RFC 3339. A `list` is one of texts. */
  readonly type?: 'string' | 'integer' | 'number' | 'boolean' | 'date' | 'enum' | 'list';
  /** Of an `enum`, and of no other type: the texts that it may be. */
  readonly values?: readonly string[];
  /** What a value may have: of a text its bytes of UTF-8, of another value those of its JSON text. Default: 8192, of JSON text. */
  readonly maxBytes?: number;
  /** Of a `string`, and of no other type: the characters (code points) that it has at least. */
  readonly minLength?: number;
  /** The same: at most. */
  readonly maxLength?: number;
  /** Of an `integer` or `number`, and of no other type: the least that it may be. */
  readonly minimum?: number;
  /** The same: the greatest. */
  readonly maximum?: number;
  /** Who may read its values: one of these clients, or a token with one of these scopes or the right to one of these call queues. Empty: nobody. Left out: everybody who may read attributes. */
  readonly readers?: {
    readonly clients?: readonly string[];
    readonly scopes?: readonly string[];
    readonly queues?: readonly string[];
  };
  /** Who may write it, or remove it. Left out: everybody who may write attributes. */
  readonly writers?: {
    readonly clients?: readonly string[];
    readonly scopes?: readonly string[];
    readonly queues?: readonly string[];
  };
  /** What those see who may not read, computed here: `last4` `****` and the last four characters, of 9 or more; `all` `****`; `email` `a****@example.com`. Left out: for them the name is not there. */
  readonly mask?: 'last4' | 'all' | 'email';
  /** For how many days a saved value is kept, from the end of the conversation; then it is removed, and the record stays. The longest of a saved list counts for the record. Left out: as the channel, or its type, says. */
  readonly retentionDays?: number;
  /** True: it is a secured attribute, and can not be set as an ordinary one. */
  readonly secured?: boolean;
  /** True: conversations are found by its values, which are texts, from what is written a minute later on. At most 5 names; no secured one, and none of another type than `string` or `enum`. */
  readonly searchable?: boolean;
  /** The version that was read: refused when it is not current. */
  readonly version?: number;
}

/** The rules for a name. A token that may not read settings gets the name and the version alone. */
export interface AttributeDefinition {
  readonly name: AttributeName;
  readonly version: Version;
  /** What the name means, for people. */
  readonly description?: string;
  /** Other spellings: who uses one means the name. */
  readonly aliases?: readonly AttributeName[];
  /** What its values must be. Absent: any. */
  readonly type?: 'string' | 'integer' | 'number' | 'boolean' | 'date' | 'enum' | 'list';
  /** Of an `enum`: the texts that it may be. */
  readonly values?: readonly string[];
  /** What a value may have: of a text its bytes of UTF-8, of another value those of its JSON text. */
  readonly maxBytes?: number;
  /** Of a `string`: its characters at least. */
  readonly minLength?: number;
  /** Of a `string`: its characters at most. */
  readonly maxLength?: number;
  /** Of an `integer` or `number`: its least value. */
  readonly minimum?: number;
  /** Of an `integer` or `number`: its greatest value. */
  readonly maximum?: number;
  readonly readers?: Callers;
  readonly writers?: Callers;
  /** What those see who may not read: the last four characters, nothing of the value, or of an address the first character and the domain. Absent: for them the name is not there. */
  readonly mask?: 'last4' | 'all' | 'email';
  /** For how many days a saved value is kept, from the end of the conversation. Absent: as the others. */
  readonly retentionDays?: number;
  /** It is a secured attribute: it can not be set as an ordinary one. */
  readonly secured?: boolean;
  /** Conversations are found by its values. */
  readonly searchable?: boolean;
}

/** The same of one participant. */
export interface WrittenParticipant {
  readonly id: Id;
  readonly version: Version;
  readonly names: readonly AttributeName[];
}

/** The secured attributes of a conversation: the values to a token that may read them, else the names. */
export interface ExportedSecured {
  readonly pending: readonly PendingSecuredWrite[];
  readonly attributes?: StringAttributes;
  /** The names whose values are masked here: by their definitions the caller may not read them. Absent where there are none. */
  readonly masked?: readonly AttributeName[];
  /** Those that are set, but do not open: their envelope or the data key was changed or lost. The others are answered; absent when all open. */
  readonly unreadable?: readonly AttributeName[];
  readonly names?: readonly AttributeName[];
}

/** The type of a flow, as Genesys Cloud names it; case does not matter. A flow execution that says bot or digitalbot may not use secured attributes from then on. */
export type FlowType = 'bot' | 'commonmodule' | 'digitalbot' | 'inboundcall' | 'inboundchat' | 'inboundemail' | 'inboundshortmessage' | 'inqueuecall' | 'inqueueemail' | 'inqueueshortmessage' | 'outboundcall' | 'securecall' | 'surveyinvite' | 'voice' | 'voicemail' | 'voicesurvey' | 'workflow' | 'workitem';

/** Values by name. */
export type Attributes = Readonly<Record<string, Value>>;

/** Values by name. */
export type AttributesInput = Readonly<Record<string, Value>>;

/** Values by name; null removes the name. */
export type AttributeChanges = Readonly<Record<string, ChangedValue>>;

/** What a flow execution sees of secured attributes: its own pending values before the stored ones. */
export interface FlowSecured {
  readonly attributes: StringAttributes;
  readonly notSet: readonly NotSet[];
  readonly version: Version;
  /** Of names that were asked for in another spelling: the name of each, under which it is answered. */
  readonly aliases?: Readonly<Record<string, AttributeName>>;
  /** The names whose values are masked here: by their definitions the caller may not read them. Absent where there are none. */
  readonly masked?: readonly AttributeName[];
  /** Those that are set, but do not open: their envelope or the data key was changed or lost. The others are answered; absent when all open. */
  readonly unreadable?: readonly AttributeName[];
}

/** What a flow execution sees: its own pending values before the stored ones. */
export interface FlowAttributes {
  readonly attributes: Attributes;
  readonly notSet: readonly NotSetHere[];
  readonly version: Version;
  /** Of names that were asked for in another spelling: the name of each, under which it is answered. */
  readonly aliases?: Readonly<Record<string, AttributeName>>;
  /** The names whose values are masked here: by their definitions the caller may not read them. Absent where there are none. */
  readonly masked?: readonly AttributeName[];
  /** Where each name was found, with target `any`. */
  readonly setOn?: Readonly<Record<string, Target>>;
}

/** What a flush applied. */
export interface Flushed {
  readonly flushed: readonly AttributeName[];
  readonly version: Version;
  /** How many secured attributes took effect, set or removed; their names are told by their own operations only. Absent when there were none. */
  readonly securedFlushed?: number;
}

/** What a guest brings, by name: what the channel does not allow is dropped and reported. */
export type GuestAttributes = Readonly<Record<string, Json>>;

/** What a patch of a conversation may change. */
export interface ConversationPatch {
  readonly state?: 'active' | 'wrapup' | 'handled' | 'abandoned';
  readonly wrapup?: {
    readonly code?: string;
    readonly notes?: string;
  };
  /** null takes it out of its call queue. */
  readonly queueId?: string | null;
  readonly data?: AttributeChanges;
  readonly if?: ExpectedAttributes;
  /** The version that was read: refused when it is not current. */
  readonly version?: number;
}

/** What a set acknowledged. */
export interface Pending {
  readonly pending: readonly AttributeName[];
  readonly revision: number;
}

/** What a token that may not read settings is told of a schema that it writes. */
export interface WrittenSchema {
  readonly id: Id;
  readonly version: Version;
}

/** What a web channel is, what its guests may set and have to, and what its conversations keep where that is not as their type says. */
export interface WebchatSettings {
  readonly type: WebChannelType;
  readonly attributes: {
    readonly allowed: readonly AllowedAttribute[];
    readonly required?: readonly RequiredAttribute[];
  };
  readonly savedAttributes?: readonly AttributeName[];
  readonly retentionDays?: number;
}

/** What a write answers to a token without the scope that reads the same: the names that were written, and no stored values. */
export interface Written {
  readonly id: Id;
  readonly names: readonly AttributeName[];
  readonly version?: Version;
  readonly participants?: readonly WrittenParticipant[];
  /** Of metadata that came through a channel: what it does not allow. Only in the answer to a creation with such metadata. */
  readonly dropped?: readonly DroppedAttribute[];
}

/** What a write of secured attributes answers; the values only to a token that may read them. */
export interface SecuredNames {
  readonly names: readonly AttributeName[];
  readonly version: Version;
  readonly attributes?: StringAttributes;
  /** The names whose values are masked here: by their definitions the caller may not read them. Absent where there are none. */
  readonly masked?: readonly AttributeName[];
  /** Those that are set, but do not open: their envelope or the data key was changed or lost. The others are answered; absent when all open. */
  readonly unreadable?: readonly AttributeName[];
}

/** What an access token may do, and until when. */
export interface AccessToken {
  readonly clientId: string;
  /** Without the prefix that the issuer puts before them. */
  readonly scopes: readonly string[];
  /** The ids of call queues that it gives the right to; `*` is all. */
  readonly queues: readonly string[];
  readonly expires: string;
}

/** What an agent notes at the end. */
export interface Wrapup {
  readonly code?: string;
  readonly notes?: string;
}

/** What became of the attributes of a message. */
export interface MessageTaken {
  readonly conversationId: Id;
  readonly accepted: readonly AttributeName[];
  readonly dropped: readonly DroppedAttribute[];
}

/** What came with a message or a contact: an object of names and values, or its JSON text. What the channel does not allow is dropped and reported. */
export type Metadata = Json;

/** What has become of the records of a request. */
export interface RecordResults {
  /** By the ids of the records. All are written, or none. */
  readonly results: Readonly<Record<string, RecordResult>>;
}

/** What has changed in a conversation, oldest first. */
export interface ConversationChanges {
  readonly changes: readonly ConversationChange[];
  /** Of the last of these changes; `since` where there are none: give it as `since` the next time. */
  readonly revision: number;
  /** Of the conversation. Where it is more than that of the last change, what was written after that is here a moment later. */
  readonly version: number;
  /** There are later ones already. Absent where there are none. */
  readonly more?: true;
}

/** What is kept of an ended conversation. */
export interface ContactData {
  readonly contact_id: Id;
  readonly data: Attributes;
  /** The names whose values are masked here: by their definitions the caller may not read them. Absent where there are none. */
  readonly masked?: readonly AttributeName[];
}

/** What is kept of an ended conversation. */
export interface History {
  readonly id: Id;
  readonly type: ChannelType;
  readonly startTime: string;
  readonly endTime: string;
  readonly data: Attributes;
  /** The names whose values are masked here: by their definitions the caller may not read them. Absent where there are none. */
  readonly masked?: readonly AttributeName[];
  readonly queueId?: string;
  readonly wrapup?: Wrapup;
  /** Only in the contact log, and where the request names states. */
  readonly state?: 'wrapup' | 'handled' | 'abandoned';
  /** Whose saved list says what is kept: that of its channel, or of its channel type. Not in the contact log. */
  readonly savedBy?: 'channel' | 'type';
}

/** What is kept of the conversations of a channel type, and how long they may be active. */
export interface ChannelTypeSettings {
  readonly savedAttributes: readonly AttributeName[];
  readonly retentionDays: number;
  readonly version: Version;
  readonly activeMaxSeconds?: number;
}

/** What is to be kept of the conversations of a channel type. */
export interface ChannelTypeSettingsInput {
  /** The names that stay, and no others. */
  readonly savedAttributes: readonly AttributeName[];
  readonly retentionDays: number;
  /** Seconds after the last write at which an active conversation ends. Default: as the deployment says, or the type. */
  readonly activeMaxSeconds?: number;
  /** The version that was read: refused when it is not current. */
  readonly version?: number;
}

/** What kind of contact a conversation is. */
export type ChannelType = 'voice' | 'callback' | 'webchat' | 'webmessaging' | 'sms' | 'mms' | 'whatsapp' | 'rcs' | 'messenger' | 'instagram' | 'viber' | 'telegram' | 'line' | 'applebc' | 'email' | 'task';

/** What one write has changed, by whom and when. */
export interface ConversationChange {
  /** Rises with every write. Give it as `since` for what comes after. */
  readonly revision: number;
  readonly time: string;
  /** That of the change before, or one is missing. */
  readonly previousVersion: number;
  readonly version: Version;
  readonly previousSecuredVersion: number;
  readonly securedVersion: number;
  /** All that the write has changed, in the order of the events. */
  readonly events: readonly ChangeEvent[];
  readonly by?: ChangedBy;
}

/** What the data of a conversation has of the names in a schema, in the words of Genesys Cloud. */
export interface CustomAttributes {
  /** That of its schema: a conversation has one record of each. */
  readonly id: Id;
  readonly conversationId: Id;
  /** Empty: there are none. */
  readonly divisions: readonly string[];
  readonly schema: {
    readonly id: Id;
    readonly version: Version;
    /** No record is written under one that is not. */
    readonly enabled: boolean;
    readonly selfUri: string;
  };
  readonly customAttributes: Attributes;
  /** Of the conversation: every change of it raises it. */
  readonly version: Version;
  /** When the conversation started. */
  readonly dateCreated: string;
  readonly selfUri: string;
  /** The names whose values are masked here: by their definitions the caller may not read them. Absent where there are none. */
  readonly masked?: readonly AttributeName[];
}

/** What the gateway answers by itself. */
export interface GatewayMessage {
  readonly message: string | null;
}

/** When a name got the value that it has, and by whom. Without any field where that is not known: the log begins later, or it was too many changes ago. */
export interface LastWrite {
  readonly time?: string;
  /** Of the change, as the changes of the conversation have it. */
  readonly revision?: number;
  readonly by?: ChangedBy;
}

/** Where a participant is reached. */
export interface Address {
  readonly type: string;
  readonly uri: string;
}

/** Where an attribute is: on a participant, or on the conversation itself (`data`). */
export type Target = 'participant' | 'conversation';

/** Who asked for a write. */
export interface ChangedBy {
  /** As the reference calls it; `sweep` where no request asked for it. */
  readonly operation: string;
  /** The client of the access token. */
  readonly clientId?: string;
  readonly flowExecutionId?: Id;
}

/** Who gave each name of a conversation the value that it has, and when. */
export interface ConversationProvenance {
  /** Of the conversation. */
  readonly version: Version;
  readonly data: LastWrites;
  /** Those that have attributes. */
  readonly participants: readonly {
    readonly id: Id;
    readonly attributes: LastWrites;
  }[];
  /** Of secured attributes. */
  readonly secured: LastWrites;
  /** Of what is saved: who saved it, or changed it since. For callers with the right to the call queue; absent before the end. */
  readonly saved?: LastWrites;
  /** The last writes are not in the log: they come a moment later, or were done before changes were kept. A name that they have written has here what was known before. Absent where nothing is missing at the end. */
  readonly late?: true;
}

/** Who has revealed which secured names of a conversation, oldest first. */
export interface SecuredReveals {
  readonly reveals: readonly SecuredReveal[];
  /** There are later ones already. Absent where there are none. */
  readonly more?: true;
}

/** Why a request was refused: decide by it. More may come. */
export type ProblemCode = 'bad-request' | 'missing-scope' | 'missing-queue' | 'foreign-execution' | 'attribute-not-writable' | 'secured-not-for-bots' | 'route-not-found' | 'conversation-not-found' | 'participant-not-found' | 'attribute-not-defined' | 'changes-not-kept' | 'schema-not-found' | 'record-not-found' | 'method-not-allowed' | 'not-acceptable' | 'conversation-ended' | 'conversation-not-ended' | 'wrong-channel' | 'invalid-transition' | 'conversation-exists' | 'participant-exists' | 'version-conflict' | 'values-differ' | 'idempotency-key-expired' | 'precondition-failed' | 'body-too-large' | 'conversation-too-large' | 'unsupported-media-type' | 'unprocessable-content' | 'channel-takes-no-attributes' | 'idempotency-key-reused' | 'too-many-participants' | 'too-many-executions' | 'too-many-pending-writes' | 'precondition-required' | 'key-service-unavailable' | 'data-key-lost' | 'internal-error' | 'contention' | 'store-unavailable';

/** `active` goes to `wrapup`, `handled` or `abandoned`, and `wrapup` to `handled`. */
export type State = 'active' | 'wrapup' | 'handled' | 'abandoned';

/** `connected` while it is present in an active conversation; `disconnected` when it has left, or the conversation is in wrap-up. After that no participant is held. */
export type MediaState = 'connected' | 'disconnected';

/** What comes with some codes besides what every problem has. */
export interface ProblemData {
  readonly 'bad-request': { readonly errors?: readonly Violation[]; readonly moreErrors?: number };
  readonly 'unprocessable-content': { readonly errors: readonly Violation[]; readonly moreErrors?: number };
  readonly 'attribute-not-writable': { readonly errors: readonly Violation[]; readonly moreErrors?: number };
  readonly 'version-conflict': { readonly currentVersion: Version };
  readonly 'precondition-failed': { readonly currentVersion: Version };
  readonly 'values-differ': { readonly differences: readonly Difference[] };
}
