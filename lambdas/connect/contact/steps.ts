import { contract as addParticipant } from '#contract/conversations/add-participant.ts';
import { contract as getConversation } from '#contract/conversations/get-conversation.ts';
import { contract as patchConversation } from '#contract/conversations/patch-conversation.ts';
import { contract as flushAttributes } from '#contract/flows/flush-attributes.ts';
import { contract as removeParticipant } from '#contract/participants/remove-participant.ts';
import type { State } from '#domain/conversation.ts';
import { isObject, type Json } from '#domain/json.ts';
import type { LocalAnswer, LocalApi } from '#http/in-process/call.ts';
import { handler as add } from '../../conversations/add-participant.ts';
import { handler as get } from '../../conversations/get-conversation.ts';
import { handler as patch } from '../../conversations/patch-conversation.ts';
import { handler as flush } from '../../flows/flush-attributes.ts';
import { handler as remove } from '../../participants/remove-participant.ts';
import {
  type Contact,
  contactPurpose,
  conversationOf,
  describeContactParticipant,
  lastOf,
  readQueue,
} from './contact.ts';
import { askInConversation, isRefusal } from './conversation.ts';

/** Refusals that say that the work is done: an event came again, or after another that was later. */
const doneBefore: ReadonlySet<Json | undefined> = new Set([
  'participant-exists',
  'participant-not-found',
  'conversation-ended',
  'invalid-transition',
  // The call queue of a conversation that has left "active" stays as it is.
  'missing-queue',
]);

/** How often an end is tried while others write. */
const attempts = 20;

/** Steps of a contact, each of which can be taken again. */
export class ContactSteps {
  readonly #api: LocalApi;
  readonly #contact: Contact;
  readonly #path: { readonly conversationId: string };

  constructor(api: LocalApi, contact: Contact) {
    this.#api = api;
    this.#contact = contact;
    this.#path = { conversationId: conversationOf(contact) };
  }

  /** The contact is one of the conversation, which is made where it is not there. */
  async join(): Promise<void> {
    // A conversation that is made for it has it from the start: to add it again is refused as done.
    accept(
      await askInConversation(this.#api, this.#contact, () => this.#add(describeContactParticipant(this.#contact))),
    );
  }

  /** An agent takes part, and the conversation is in the queue of the contact. */
  async joinAgent(agentArn: string | undefined): Promise<void> {
    const externalId = lastOf(agentArn);
    accept(await this.#add({ id: this.#agent, purpose: 'agent', ...(externalId !== undefined && { externalId }) }));
    const queue = readQueue(this.#contact.queueArn);
    if (queue.queueId === undefined) return;
    accept(await this.#patch(queue));
  }

  /** What the flows of the contact have set takes effect. */
  async flush(): Promise<void> {
    const path = { ...this.#path, flowExecutionId: this.#contact.id };
    accept(await this.#api.call({ contract: flushAttributes, handler: flush }, { path }));
  }

  /** The contact is over, and its agent leaves. */
  async leave(): Promise<void> {
    accept(await this.#remove(this.#agent));
    accept(await this.#remove(describeContactParticipant(this.#contact).id));
  }

  /**
   * Moves the conversation to a state unless another contact of it is still connected. None can join in between, as
   * the end names the version that was read.
   *
   * @throws Error when others kept writing.
   */
  async endUnlessTransferred(state: State): Promise<void> {
    for (let count = 0; count < attempts; count++) {
      const there = await this.#api.call({ contract: getConversation, handler: get }, { path: this.#path });
      if (isRefusal(there) || hasContact(there)) return;
      const answer = await this.#patch({ state }, { 'if-match': `"${there.body.version}"` });
      if (answer.body.code === 'precondition-failed') continue;
      return accept(answer);
    }
    throw new Error(`Others wrote the conversation ${attempts} times meanwhile`);
  }

  get #agent(): string {
    return `agent-${this.#contact.id}`;
  }

  #add(body: object): Promise<LocalAnswer> {
    return this.#api.call({ contract: addParticipant, handler: add }, { path: this.#path, body });
  }

  #remove(participantId: string): Promise<LocalAnswer> {
    const path = { ...this.#path, participantId };
    return this.#api.call({ contract: removeParticipant, handler: remove }, { path });
  }

  #patch(body: object, headers: Readonly<Record<string, string>> = {}): Promise<LocalAnswer> {
    return this.#api.call({ contract: patchConversation, handler: patch }, { path: this.#path, body, headers });
  }
}

/** @throws Error for a refusal that no delivery of the event can cause. */
function accept(answer: LocalAnswer): void {
  if (!isRefusal(answer) || doneBefore.has(answer.body.code)) return;
  throw new Error(`A step of the contact was refused: ${answer.status} ${answer.body.code}`);
}

/** Whether a contact of the conversation is still connected. */
function hasContact({ body: { participants } }: LocalAnswer): boolean {
  const all = Array.isArray(participants) ? (participants as readonly Json[]) : [];
  return all.some((one) => isObject(one) && one.purpose === contactPurpose && one.endTime === undefined);
}
