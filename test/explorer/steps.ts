import type { Attributes } from '#domain/attributes.ts';
import type { Conversation } from '#domain/conversation.ts';
import { addContactData } from '#domain/operations/add-contact-data.ts';
import { addParticipant } from '#domain/operations/add-participant.ts';
import { createConversation } from '#domain/operations/create-conversation.ts';
import { endConversation } from '#domain/operations/end-conversation.ts';
import { eraseConversation } from '#domain/operations/erase-conversation.ts';
import { patchConversation } from '#domain/operations/patch-conversation.ts';
import { removeParticipant } from '#domain/operations/remove-participant.ts';
import { writeSecured } from '#domain/operations/secured-attributes.ts';
import { changes } from './flow-steps.ts';
import {
  type CreateRequest,
  decideContactData,
  decideCreate,
  decideEnd,
  decideErase,
  type EndRequest,
  isOver,
} from './life-rules.ts';
import { type Bag, type BagChanges, modelOfConversation, modelText } from './model.ts';
import {
  decideJoin,
  decideLeave,
  decidePatch,
  decidePatchSecured,
  decidePutSecured,
  type NamedVersion,
  NoRight,
  type PatchRequest,
} from './patch-rules.ts';
import { refused } from './rules.ts';
import { type Answer, conversationId, leases, type Sent, type Step, sent, settings } from './step.ts';

/** A patch. */
export function patch(request: PatchRequest, options: Sent = {}): Step {
  const head = sent(`patch ${JSON.stringify(request)}`, options);
  return {
    ...head,
    decide: unlessOver(head, (model) => decidePatch(model, request)),
    run: async ({ store, operation }) =>
      conversationAnswer((await patchConversation(store, { ...commandOf(request), operation })).conversation),
  };
}

/** A change of state. */
export function end(request: Omit<EndRequest, 'at'>, options: Sent = {}): Step {
  const head = sent(`patch ${JSON.stringify(request)}`, options);
  return {
    ...head,
    decide: unlessOver(head, (model) => decideEnd(model, { ...request, at: head.at }, settings)),
    run: async ({ store, ending, operation }) => {
      const command = { ...commandOf(request), operation, state: request.state };
      return conversationAnswer(await endConversation(store, ending, command));
    },
  };
}

/** A participant who joins. @param id by default the purpose and a number. */
export function join(purpose: string, attributes: Bag = {}, id?: string): Step {
  const named = id === undefined ? {} : { id };
  return {
    ...sent(`${id ?? purpose} joins`),
    decide: (model) => decideJoin(model, { purpose, attributes, ...named }),
    run: async ({ store, operation }) => {
      const participant = { purpose, addresses: [], attributes: bagOf(attributes), ...named };
      const joined = await addParticipant(store, { operation, conversationId, participant });
      return { text: `joined as ${joined.id}`, isTrue: ({ effect }) => effect?.answer === joined.id };
    },
  };
}

/** A participant who leaves. @param participant an id or alias */
export function leave(participant: string, options: Sent = {}): Step {
  const head = sent(`${participant} leaves`, options);
  return {
    ...head,
    decide: (model) => decideLeave(model, participant, head.at),
    run: async ({ store, operation }) => {
      await removeParticipant(store, { operation, conversationId, participant, versions: [] });
      return { text: 'left', isTrue: ({ effect }) => effect !== undefined };
    },
  };
}

/** A creation: of a call with one customer, unless it says otherwise. */
export function create(request: Partial<Omit<CreateRequest, 'at'>> = {}, options: Sent = {}): Step {
  const head = sent('create', options);
  const customer = { id: 'customer', purpose: 'customer', attributes: {} };
  const { type = 'voice', data = {}, participants = [customer] } = request;
  return {
    ...head,
    decide: (model) => decideCreate(model, { type, data, participants, at: head.at }),
    run: async ({ store, operation }) => {
      const there = participants.map((one) => ({ ...one, addresses: [], attributes: bagOf(one.attributes) }));
      const command = { operation, id: conversationId, idDerived: false, type, data: bagOf(data), participants: there };
      return conversationAnswer(await createConversation(store, command, leases));
    },
  };
}

/** An erasure. */
export function erase(options: Sent = {}): Step {
  const head = sent('erase', options);
  return {
    ...head,
    decide: unlessOver(head, (model) => decideErase(model, head)),
    run: async ({ store, dataKeys, journal, operation, delivery }) => {
      const command = { operation, conversationId, versions: [], delivery };
      await eraseConversation(store, { dataKeys, journal }, command);
      return { text: 'erased', isTrue: ({ effect }) => effect !== undefined };
    },
  };
}

/** A replacement of the secured attributes. */
export function putSecured(attributes: Bag, version: number): Step {
  return {
    ...sent(`put secured ${JSON.stringify(attributes)} on version ${version}`),
    decide: (model) => decidePutSecured(model, attributes, version),
    run: async ({ secured, operation }) => {
      const versions = versionsOf({ version, by: 'version' });
      const command = { operation, conversationId, attributes: changes(attributes), replace: true, versions };
      return conversationAnswer(await writeSecured(secured, command));
    },
  };
}

/** A patch of the secured attributes. */
export function patchSecured(attributes: BagChanges): Step {
  return {
    ...sent(`patch secured ${JSON.stringify(attributes)}`),
    decide: (model) => decidePatchSecured(model, attributes),
    run: async ({ secured, operation }) => {
      const command = { operation, conversationId, attributes: changes(attributes), replace: false, versions: [] };
      return conversationAnswer(await writeSecured(secured, command));
    },
  };
}

/** Changes of what is saved. */
export function contactData(data: BagChanges, options: Sent = {}): Step {
  const head = sent(`add ${JSON.stringify(data)} to contactData`, options);
  return {
    ...head,
    decide: unlessOver(head, (model) => decideContactData(model, data)),
    run: async ({ store, operation }) => {
      await addContactData(store, { operation, conversationId, data: changes(data), authorize: () => undefined });
      return { text: 'added', isTrue: ({ effect }) => effect !== undefined };
    },
  };
}

/** A record whose time is over is not there. */
function unlessOver({ at }: { readonly at: number }, decide: Step['decide']): Step['decide'] {
  return (model) => (isOver(model, at) ? refused('conversation-not-found') : decide(model));
}

function commandOf(request: PatchRequest) {
  const { data, participants = [], queueId, rights, wrapup, version, liveOnly = false } = request;
  return {
    conversationId,
    queueId,
    authorize: rights && ((known: Conversation) => requireRights(rights, known.queueId ?? null, queueId)),
    wrapup,
    data: data && changes(data),
    participants: participants.map((one) => ({
      participant: one.participant,
      attributes: changes(one.attributes),
      versions: versionsOf(one.version),
    })),
    versions: versionsOf(version),
    liveOnly,
  };
}

function requireRights(rights: readonly (string | null)[], ...queues: readonly (string | null | undefined)[]): void {
  if (queues.every((queue) => queue === undefined || rights.includes(queue))) return;
  throw new NoRight();
}

function versionsOf(named: NamedVersion | undefined) {
  return named ? [{ oneOf: [named.version], by: named.by }] : [];
}

function bagOf(bag: Bag): Attributes {
  return changes(bag) as Attributes;
}

function conversationAnswer(conversation: Conversation): Answer {
  const text = modelText(modelOfConversation(conversation));
  return { text, isTrue: ({ effect }) => effect?.since.includes(text) ?? false };
}
