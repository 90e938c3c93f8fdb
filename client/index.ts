import { ConversationById } from './conversation.ts';
import { Transport, type TransportOptions } from './transport.ts';
import type {
  Attributes,
  ChannelType,
  Conversation,
  ConversationSummary,
  History,
  NewConversation,
  State,
} from './types.ts';

export type { ConversationById } from './conversation.ts';
export { NoAnswer, RequestRefused, type Violation } from './errors.ts';
export type { Flow } from './flow.ts';
export type { ParticipantOf } from './participant.ts';
export type { TokenOptions } from './token.ts';
export type { TransportOptions } from './transport.ts';
export type * from './types.ts';

/** Which conversations to list. Times are RFC 3339, of the start. */
export interface Period {
  /** Inclusive. @default 7 days before `to` */
  readonly from?: string;
  /** Exclusive. @default now */
  readonly to?: string;
  readonly type?: ChannelType;
  readonly queueId?: string;
}

/** Which conversations to find. */
export interface FindQuery extends Period {
  readonly state?: State;
  /** The uri of an address of a participant. */
  readonly address?: string;
  /** Of the conversation or of a participant. */
  readonly externalId?: string;
}

/**
 * The client of Conversation Attributes. It gets and keeps tokens, sends every write with one Idempotency-Key for all its
 * attempts, and tries again where that helps. It needs nothing but `fetch`.
 */
export class ConversationAttributes {
  readonly #transport: Transport;

  constructor(options: TransportOptions) {
    this.#transport = new Transport(options);
  }

  /** A conversation by its id. Nothing is sent before a method of it is called. */
  conversation(id: string): ConversationById {
    return new ConversationById(this.#transport, id);
  }

  /** Makes a conversation: one, however often the request is sent. */
  async createConversation(conversation: NewConversation): Promise<Conversation> {
    const request = { method: 'POST', path: '/api/v2/conversations', body: conversation } as const;
    return (await this.#transport.send<Conversation>(request)).body;
  }

  /** Finds conversations, newest first, page by page as they are asked for. */
  findConversations(query: FindQuery = {}): AsyncGenerator<ConversationSummary, void, undefined> {
    return this.#pages('/api/v2/conversations', query);
  }

  /** Ended conversations with what is kept of them, newest first, page by page as they are asked for. */
  contactLog(query: Period = {}): AsyncGenerator<History, void, undefined> {
    return this.#pages('/api/v2/reports/contact-log', query);
  }

  /** The saved data of an ended conversation. */
  async contactData(contactId: string): Promise<Attributes> {
    const path = `/RI/cmi/contactData/${encodeURIComponent(contactId)}`;
    return (await this.#transport.send<{ data: Attributes }>({ method: 'GET', path })).body.data;
  }

  /** Adds to the saved data of a conversation in wrap-up or handled; only names on the saved list. */
  async addContactData(contactId: string, data: Attributes): Promise<void> {
    await this.#transport.send({ method: 'POST', path: '/RI/cmi/contactData', body: { contact_id: contactId, data } });
  }

  async *#pages<Item>(path: string, query: object): AsyncGenerator<Item, void, undefined> {
    let nextToken: string | undefined;
    do {
      const parameters = new URLSearchParams(Object.entries({ ...query, ...(nextToken && { nextToken }) }));
      const request = { method: 'GET', path: `${path}?${parameters}` } as const;
      const { body } = await this.#transport.send<{ conversations: readonly Item[]; nextToken?: string }>(request);
      yield* body.conversations;
      nextToken = body.nextToken;
    } while (nextToken !== undefined);
  }
}
