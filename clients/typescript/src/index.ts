import { ConversationById } from './conversation.ts';
import { type ContactLogQuery, type FindQuery, type InteractionQuery, listItems } from './lists.ts';
import { encodeSegment } from './path.ts';
import { type ApiRequest, type ClientOptions, Transport, type WriteOptions } from './transport.ts';
import type {
  AccessToken,
  AttributeChanges,
  AttributeDefinition,
  AttributeDefinitionInput,
  Attributes,
  ChannelType,
  ChannelTypeSettings,
  ChannelTypeSettingsInput,
  Conversation,
  ConversationInput,
  ConversationSummary,
  History,
  ListedInteraction,
} from './types/index.ts';
import { WebChannel } from './web-channel.ts';

/** What a removal of a definition takes besides its name. */
export interface DeleteOptions extends WriteOptions {
  /** The version that was read: refused (412 `precondition-failed`) when it is not current. @default removes any */
  readonly version?: number;
}

export type { ConversationById, EraseOptions } from './conversation.ts';
export { isRefused, NoAnswer, type RefusalCode, type RefusedWith, RequestRefused } from './errors.ts';
export type { Flow } from './flow.ts';
export type { FollowOptions } from './follow-changes.ts';
export type { ContactLogQuery, FindQuery, InteractionQuery, LiveState, Period } from './lists.ts';
export type { ConditionalPatchOptions, LeaveOptions, ParticipantById, PatchOptions } from './participant.ts';
export type { Change } from './read-change-write.ts';
export type { SendOptions } from './sender.ts';
export type { ClientCredentials, OwnTokens } from './token.ts';
export type { ClientOptions, MergeOptions, WriteOptions } from './transport.ts';
export type * from './types/index.ts';
export type { VersionedWebchatSettings, WebChannel } from './web-channel.ts';

/**
 * The client of Conversation Attributes. It gets and keeps tokens, sends every write with one Idempotency-Key for all its
 * attempts, and tries again where that helps. It needs nothing but `fetch`. Every method that sends throws
 * {@link RequestRefused}, {@link NoAnswer}, or the reason of the `signal` that it was given.
 */
export class ConversationAttributes {
  readonly #transport: Transport;

  constructor(options: ClientOptions) {
    this.#transport = new Transport(options);
  }

  /** A conversation by its id. Nothing is sent before a method of it is called. */
  conversation(id: string): ConversationById {
    return new ConversationById(this.#transport, id);
  }

  /** Makes a conversation: one, however often the request is sent. */
  createConversation<Answer = Conversation>(
    conversation: ConversationInput,
    options: WriteOptions = {},
  ): Promise<Answer> {
    return this.#send({ method: 'POST', path: '/api/v2/conversations', body: conversation, ...options });
  }

  /** Finds conversations, newest first, page by page as they are asked for. */
  findConversations(query: FindQuery = {}): AsyncGenerator<ConversationSummary, void, undefined> {
    return listItems(this.#transport, '/api/v2/conversations', query);
  }

  /** Interactions with their participants, newest first, page by page as they are asked for. */
  listInteractions(query: InteractionQuery = {}): AsyncGenerator<ListedInteraction, void, undefined> {
    return listItems(this.#transport, '/api/v2/interactions', query, 'interactions');
  }

  /** Ended conversations with what is kept of them, newest first, page by page as they are asked for. */
  contactLog(query: ContactLogQuery = {}): AsyncGenerator<History, void, undefined> {
    return listItems(this.#transport, '/api/v2/reports/contact-log', query);
  }

  /** The saved data of an ended conversation. */
  async contactData(contactId: string): Promise<Attributes> {
    const path = `/RI/cmi/contactData/${encodeSegment(contactId)}`;
    return (await this.#send<{ readonly data: Attributes }>({ method: 'GET', path })).data;
  }

  /** Adds to the saved data of a conversation in wrap-up or handled, or corrects them; only names on the saved list. */
  async addContactData(contactId: string, data: AttributeChanges, options: WriteOptions = {}): Promise<void> {
    const body = { contact_id: contactId, data };
    await this.#send({ method: 'POST', path: '/RI/cmi/contactData', body, ...options });
  }

  /** What the access token may do, and until when: to check a connection and its rights before anything else. */
  describeToken(): Promise<AccessToken> {
    return this.#send({ method: 'GET', path: '/api/v2/token' });
  }

  /** What is kept of the conversations of a channel type. */
  channelTypeSettings(type: ChannelType): Promise<ChannelTypeSettings> {
    return this.#send({ method: 'GET', path: settingsPath(type) });
  }

  /**
   * Sets what is kept of the conversations of a channel type that end from now on. With the version that was read only
   * if that is current.
   */
  putChannelTypeSettings<Answer = ChannelTypeSettings>(
    type: ChannelType,
    settings: ChannelTypeSettingsInput,
    options: WriteOptions = {},
  ): Promise<Answer> {
    return this.#send({ method: 'PUT', path: settingsPath(type), body: settings, ...options });
  }

  /** All definitions of attributes, in the order in which they were made. */
  async attributeDefinitions(): Promise<readonly AttributeDefinition[]> {
    const path = '/api/v2/settings/attributes';
    return (await this.#send<{ readonly definitions: readonly AttributeDefinition[] }>({ method: 'GET', path }))
      .definitions;
  }

  /** The rules for a name. */
  attributeDefinition(name: string): Promise<AttributeDefinition> {
    return this.#send({ method: 'GET', path: definitionPath(name) });
  }

  /** Sets the rules for a name, in the place of those that it has. With the version that was read only if that is current. */
  putAttributeDefinition(
    name: string,
    definition: AttributeDefinitionInput,
    options: WriteOptions = {},
  ): Promise<AttributeDefinition> {
    return this.#send({ method: 'PUT', path: definitionPath(name), body: definition, ...options });
  }

  /** Removes the rules for a name, with a version only if that is current. */
  async deleteAttributeDefinition(name: string, { idempotencyKey, version }: DeleteOptions = {}): Promise<void> {
    const named = version === undefined ? {} : { version };
    await this.#send({ method: 'DELETE', path: definitionPath(name), idempotencyKey, ...named });
  }

  /** A web channel by its id. */
  webChannel(id: string): WebChannel {
    return new WebChannel(this.#transport, `/api/v2/webchat/channels/${encodeSegment(id)}`);
  }

  async #send<Answer>(request: ApiRequest): Promise<Answer> {
    return (await this.#transport.send<Answer>(request)).body;
  }
}

function settingsPath(type: ChannelType): string {
  return `/api/v2/settings/channels/${encodeSegment(type)}`;
}

function definitionPath(name: string): string {
  return `/api/v2/settings/attributes/${encodeSegment(name)}`;
}
