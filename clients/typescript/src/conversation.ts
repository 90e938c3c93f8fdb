import { Flow } from './flow.ts';
import { type FollowOptions, followChanges } from './follow-changes.ts';
import type { InteractionQuery } from './lists.ts';
import { ParticipantById, type PatchOptions } from './participant.ts';
import { encodeQuery, encodeSegment } from './path.ts';
import { type Change, readChangeWrite } from './read-change-write.ts';
import type { ApiRequest, MergeOptions, Transport, WriteOptions } from './transport.ts';
import type {
  Conversation,
  ConversationChange,
  ConversationChanges,
  ConversationNames,
  ConversationPatch,
  ConversationProvenance,
  Export,
  History,
  Interaction,
  InteractionChange,
  Participant,
  ParticipantInput,
  Secured,
  SecuredNames,
  SecuredReveals,
  StringAttributeChanges,
  StringAttributesInput,
} from './types/index.ts';

/** What an erasure takes. */
export interface EraseOptions extends WriteOptions {
  /** The version that was read: refused (412 `precondition-failed`) when it is not current. @default erases any */
  readonly version?: number;
}

/** A conversation by its id. Nothing is sent before a method is called. */
export class ConversationById {
  readonly #transport: Transport;
  readonly #id: string;
  readonly #path: string;

  constructor(transport: Transport, id: string) {
    this.#transport = transport;
    this.#id = encodeSegment(id);
    this.#path = `/api/v2/conversations/${this.#id}`;
  }

  /** Reads it, with its participants, data and wrap-up. */
  get(): Promise<Conversation> {
    return this.#send({ method: 'GET', path: `${this.#path}?expand=participants&expand=wrapup&expand=data` });
  }

  /** The names of what waits for its flush, and of secured attributes, without values. */
  names(): Promise<ConversationNames> {
    return this.#send({ method: 'GET', path: `${this.#path}/names` });
  }

  /** What has changed in it after a revision, by whom and when: all that is kept of it by default, a page at a time. */
  changesSince(revision = 0): Promise<ConversationChanges> {
    return this.#send({ method: 'GET', path: `${this.#path}/changes${encodeQuery({ since: revision })}` });
  }

  /** Who gave each of its names the value that it has, and when. */
  provenance(): Promise<ConversationProvenance> {
    return this.#send({ method: 'GET', path: `${this.#path}/provenance` });
  }

  /**
   * Each change of it, once and in order, from a revision on: `for await (const change of call.changes())`. It goes on through broken
   * connections until the loop is left, or the signal ends it.
   */
  changes(options: FollowOptions = {}): AsyncGenerator<ConversationChange, void, undefined> {
    return followChanges(this.#transport, `${this.#path}/changes`, options);
  }

  /** Changes state, call queue, wrap-up or data: all of it or nothing. The answer has no wrap-up. */
  patch<Answer = Conversation>(changes: ConversationPatch, options: MergeOptions = {}): Promise<Answer> {
    return this.#send({ method: 'PATCH', path: this.#path, body: changes, ...options });
  }

  /** As `updateAttributes` of a participant, for the conversation's own `data`. */
  updateData(change: Change): Promise<Conversation> {
    return readChangeWrite<Conversation>(
      () => this.get(),
      ({ data }) => change(data),
      (data, { version }) => this.patch({ data, version }),
    );
  }

  /** Erases it and its data key, with a version only if that is current. Its id stays taken for 30 days. */
  erase(options: EraseOptions = {}): Promise<void> {
    return this.#send({ method: 'DELETE', path: this.#path, ...options });
  }

  /** What is kept of it after its end. */
  history(): Promise<History> {
    return this.#send({ method: 'GET', path: `${this.#path}/history` });
  }

  /** Everything that is held about it, such as a person may ask for. */
  export(): Promise<Export> {
    return this.#send({ method: 'GET', path: `${this.#path}/export` });
  }

  /** Adds a participant. */
  addParticipant<Answer = Participant>(participant: ParticipantInput, options: WriteOptions = {}): Promise<Answer> {
    return this.#send({ method: 'POST', path: `${this.#path}/participants`, body: participant, ...options });
  }

  /** By id; `customer` and `agent` also mean the only one present with that purpose. */
  participant(id: string): ParticipantById {
    return new ParticipantById(this.#transport, `${this.#path}/participants/${encodeSegment(id)}`);
  }

  /** A flow execution by its id, which the caller chooses: another one for every run. */
  flow(id: string): Flow {
    return new Flow(this.#transport, `${this.#path}/flows/${encodeSegment(id)}`);
  }

  /**
   * Reads it with how its participants are reached: while it is active, or in one of these states. In wrap-up nothing is
   * written to it.
   */
  interaction({ state }: Pick<InteractionQuery, 'state'> = {}): Promise<Interaction> {
    return this.#send({ method: 'GET', path: `/api/v2/interactions/${this.#id}${encodeQuery({ state })}` });
  }

  /** Merges attributes of several participants: all of it or nothing. A version is the conversation's. */
  patchInteraction<Answer = Interaction>(
    participants: readonly InteractionChange[],
    { version, ...options }: PatchOptions = {},
  ): Promise<Answer> {
    const body = { participants, version };
    return this.#send({ method: 'PATCH', path: `/api/v2/interactions/${this.#id}`, body, ...options });
  }

  /** Its secured attributes. */
  secured(): Promise<Secured> {
    return this.#send({ method: 'GET', path: `${this.#path}/secureattributes` });
  }

  /** Who has revealed which of its secured names, and when: all that is kept of it by default, or what comes after an id; a page at a time. */
  reveals(after?: string): Promise<SecuredReveals> {
    return this.#send({ method: 'GET', path: `${this.#path}/secureattributes/reveals${encodeQuery({ after })}` });
  }

  /** Replaces the secured attributes if `version` is current; 0 while there never were any. */
  replaceSecured(
    attributes: StringAttributesInput,
    version: number,
    options: WriteOptions = {},
  ): Promise<SecuredNames> {
    const body = { attributes, version };
    return this.#send({ method: 'PUT', path: `${this.#path}/secureattributes`, body, ...options });
  }

  /** Merges into the secured attributes, whatever their version. */
  patchSecured(attributes: StringAttributeChanges, options: WriteOptions = {}): Promise<SecuredNames> {
    return this.#send({ method: 'PATCH', path: `${this.#path}/secureattributes`, body: { attributes }, ...options });
  }

  async #send<Answer>(request: ApiRequest): Promise<Answer> {
    return (await this.#transport.send<Answer>(request)).body;
  }
}
