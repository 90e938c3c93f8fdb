import { Flow } from './flow.ts';
import { ParticipantOf } from './participant.ts';
import type { ApiRequest, Transport } from './transport.ts';
import type {
  Conversation,
  ConversationPatch,
  History,
  NewParticipant,
  Participant,
  Secured,
  SecuredNames,
  StringChanges,
} from './types.ts';

/** A conversation by its id. Nothing is sent before a method is called. */
export class ConversationById {
  readonly #transport: Transport;
  readonly #path: string;

  constructor(transport: Transport, id: string) {
    this.#transport = transport;
    this.#path = `/api/v2/conversations/${encodeURIComponent(id)}`;
  }

  /** Reads it, with its participants and its wrap-up. */
  get(): Promise<Conversation> {
    return this.#send('GET', '?expand=participants,wrapup,data');
  }

  /** Changes state, call queue, wrap-up or data: all of it or nothing. */
  patch(changes: ConversationPatch): Promise<Conversation> {
    return this.#send('PATCH', '', changes);
  }

  /** Erases it and its data key. Its id stays taken for 30 days. */
  async erase(): Promise<void> {
    await this.#send('DELETE', '');
  }

  /** What is kept of it after its end. */
  history(): Promise<History> {
    return this.#send('GET', '/history');
  }

  addParticipant(participant: NewParticipant): Promise<Participant> {
    return this.#send('POST', '/participants', participant);
  }

  /** By id; `customer` and `agent` also mean the only participant with that purpose. */
  participant(id: string): ParticipantOf {
    return new ParticipantOf(this.#transport, `${this.#path}/participants/${encodeURIComponent(id)}`);
  }

  /** A flow execution by its id, which the caller chooses. */
  flow(id: string): Flow {
    return new Flow(this.#transport, `${this.#path}/flows/${encodeURIComponent(id)}`);
  }

  /** Its secured attributes. */
  secured(): Promise<Secured> {
    return this.#send('GET', '/secureattributes');
  }

  /** Replaces the secured attributes if `version` is current; 0 while there never were any. */
  replaceSecured(attributes: Readonly<Record<string, string>>, version: number): Promise<SecuredNames> {
    return this.#send('PUT', '/secureattributes', { attributes, version });
  }

  /** Merges into the secured attributes, whatever their version. */
  patchSecured(attributes: StringChanges): Promise<SecuredNames> {
    return this.#send('PATCH', '/secureattributes', { attributes });
  }

  async #send<Answer>(method: ApiRequest['method'], path: string, body?: unknown): Promise<Answer> {
    return (await this.#transport.send<Answer>({ method, path: `${this.#path}${path}`, body })).body;
  }
}
