import type { AttributeChanges, Attributes } from '#domain/attributes.ts';
import type { ChannelType } from '#domain/channel-types.ts';
import type { Conversation } from '#domain/conversation.ts';
import { addContactData } from '#domain/operations/add-contact-data.ts';
import { addParticipant } from '#domain/operations/add-participant.ts';
import { createConversation } from '#domain/operations/create-conversation.ts';
import { endConversation } from '#domain/operations/end-conversation.ts';
import { eraseConversation } from '#domain/operations/erase-conversation.ts';
import { OwnerGuess } from '#domain/operations/owner.ts';
import { patchConversation } from '#domain/operations/patch-conversation.ts';
import { removeParticipant } from '#domain/operations/remove-participant.ts';
import { writeSecured } from '#domain/operations/secured-attributes.ts';
import { isOver } from '../reference/conversation.ts';
import * as life from '../reference/life.ts';
import * as patches from '../reference/patches.ts';
import type { Named } from '../reference/requirements.ts';
import { decide, unlessRefused } from './decision.ts';
import { type Model, modelOfConversation, modelText } from './model.ts';
import {
  type Answer,
  type Bag,
  type BagChanges,
  changesOf,
  conversationId,
  leases,
  NoRight,
  type Sent,
  type Step,
  sent,
  settings,
} from './step.ts';

/** What a patch changes. */
export interface PatchRequest
  extends Pick<patches.Patch, 'queueId' | 'rights' | 'wrapup' | 'mergesObjects' | 'liveOnly'> {
  readonly data?: BagChanges;
  readonly participants?: readonly {
    readonly participant: string;
    readonly attributes: BagChanges;
    readonly expected?: BagChanges;
    readonly version?: Named;
  }[];
  readonly expected?: BagChanges;
  readonly version?: Named;
}

/** A change of state, with what else it changes. */
type EndRequest = PatchRequest &
  Pick<life.End, 'state'> & {
    /** Days for which values are kept by the definitions of their names. @default as the settings say */
    readonly ownDays?: Readonly<Record<string, number>>;
  };

/** A patch. */
export function patch(request: PatchRequest, options: Sent = {}): Step {
  const head = sent(`patch ${JSON.stringify(request)}`, options);
  const meant = patchOf(request);
  return {
    ...head,
    decide: (model) => decide(model, head.at, (known) => patches.patch(known, meant)),
    run: async ({ store, operation }) =>
      conversationAnswer(
        (await patchConversation(store, { ...commandOf(meant), operation, guess: new OwnerGuess() })).conversation,
      ),
  };
}

/** A change of state. */
export function end({ ownDays = {}, ...request }: EndRequest, options: Sent = {}): Step {
  const head = sent(`patch ${JSON.stringify(request)}`, options);
  const keeping = { ...settings, ownDays: new Map(Object.entries(ownDays)) };
  const byName = { nameOf: (name: string) => name, retentionOf: (name: string) => ownDays[name] };
  const meant = { ...patchOf(request), state: request.state, at: head.at };
  return {
    ...head,
    decide: (model) => decide(model, head.at, (known) => life.end(known, meant, keeping)),
    run: async ({ store, ending, operation }) => {
      const command = { ...commandOf(meant), operation, state: request.state };
      const rules = async () => ({ ...(await ending.rules()), ...byName });
      return conversationAnswer(await endConversation(store, { ...ending, rules }, command));
    },
  };
}

/** A participant who joins. @param id by default the purpose and a number. */
export function join(purpose: string, attributes: Bag = {}, id?: string, uris: readonly string[] = []): Step {
  const head = sent(`${id ?? purpose} joins`);
  const participant = newcomer({ purpose, attributes, uris, ...(id !== undefined && { id }) });
  return {
    ...head,
    decide: (model) =>
      decide(model, head.at, (known) => {
        const { next, joined } = patches.join(known, participant);
        return { next, answer: joined.id };
      }),
    run: async ({ store, operation }) => {
      const { participant: joined } = await addParticipant(store, { operation, conversationId, participant });
      return { text: `joined as ${joined.id}`, isTrue: ({ effect }) => effect?.answer === joined.id };
    },
  };
}

/** A participant who leaves. @param participant an id or alias */
export function leave(participant: string, options: Sent = {}): Step {
  const head = sent(`${participant} leaves`, options);
  return {
    ...head,
    decide: (model) =>
      decide(model, head.at, (known) => patches.leave(known, { participant, versions: [], at: head.at })),
    run: async ({ store, operation }) => {
      await removeParticipant(store, { operation, conversationId, participant, versions: [] });
      return { text: 'left', isTrue: ({ effect }) => effect !== undefined };
    },
  };
}

/** A participant who comes. */
interface NewcomerRequest {
  readonly id?: string;
  readonly purpose: string;
  readonly attributes: Bag;
  /** Of its addresses. @default none */
  readonly uris?: readonly string[];
}

/** What a conversation begins with. */
interface CreateRequest {
  readonly type: ChannelType;
  readonly data: Bag;
  readonly participants: readonly NewcomerRequest[];
}

/** A creation: of a call with one customer, unless it says otherwise. */
export function create(request: Partial<CreateRequest> = {}, options: Sent = {}): Step {
  const head = sent('create', options);
  const customer = { id: 'caller', purpose: 'customer', attributes: {} };
  const { type = 'voice', data = {}, participants = [customer] } = request;
  const beginning = { id: conversationId, type, data: bagOf(data), participants: participants.map(newcomer) };
  return {
    ...head,
    decide: (model) =>
      isFree(model, head.at)
        ? unlessRefused(() => ({
            next: { there: 'conversation', conversation: life.create({ ...beginning, at: head.at }) },
          }))
        : { refused: 'conversation-exists' },
    run: async ({ store, operation }) =>
      conversationAnswer(await createConversation(store, { ...beginning, operation, idDerived: false }, leases)),
  };
}

/** Whether an id is free, or what has it is over. */
function isFree(model: Model, at: number): boolean {
  if (model.there === 'conversation') return isOver(model.conversation, at);
  return model.there === 'nothing' || (model.there === 'erased' && isOver(model, at));
}

/** An erasure. */
export function erase(options: Sent = {}): Step {
  const head = sent('erase', options);
  return {
    ...head,
    decide: (model) => {
      const erased = { there: 'erased', expires: head.at + life.ERASED_TIME } as const;
      const decision = decide(model, head.at, (known) => known);
      return 'refused' in decision ? decision : { next: erased };
    },
    run: async ({ store, dataKeys, journal, operation, delivery }) => {
      const command = { operation, conversationId, versions: [], delivery };
      await eraseConversation(store, { dataKeys, journal }, command);
      return { text: 'erased', isTrue: ({ effect }) => effect !== undefined };
    },
  };
}

/** A replacement of the secured attributes. */
export function putSecured(attributes: Bag, version: number): Step {
  const title = `put secured ${JSON.stringify(attributes)} on version ${version}`;
  return secure(title, {
    attributes: changesOf(attributes),
    replaces: true,
    versions: [{ oneOf: [version], by: 'version' }],
  });
}

/** A patch of the secured attributes. */
export function patchSecured(attributes: BagChanges): Step {
  const title = `patch secured ${JSON.stringify(attributes)}`;
  return secure(title, { attributes: changesOf(attributes), replaces: false, versions: [] });
}

function secure(title: string, write: patches.SecuredWrite & { readonly attributes: AttributeChanges }): Step {
  const head = sent(title);
  return {
    ...head,
    decide: (model) => decide(model, head.at, (known) => patches.writeSecured(known, write)),
    run: async ({ secured, operation }) => {
      const { replaces: replace, ...rest } = write;
      return conversationAnswer(
        await writeSecured(secured, { ...rest, operation, conversationId, replace, mayWrite: () => true }),
      );
    },
  };
}

/** Changes of what is saved. */
export function contactData(data: BagChanges, options: Sent = {}): Step {
  const head = sent(`add ${JSON.stringify(data)} to contactData`, options);
  return {
    ...head,
    decide: (model) => decide(model, head.at, (known) => life.addContactData(known, changesOf(data))),
    run: async ({ store, operation }) => {
      await addContactData(store, { operation, conversationId, data: changesOf(data), authorize: () => undefined });
      return { text: 'added', isTrue: ({ effect }) => effect !== undefined };
    },
  };
}

function patchOf({ data, expected, participants = [], version, ...rest }: PatchRequest) {
  return {
    ...rest,
    data: data && changesOf(data),
    expected: expected && changesOf(expected),
    participants: participants.map((one) => ({
      participant: one.participant,
      attributes: changesOf(one.attributes),
      expected: one.expected && changesOf(one.expected),
      versions: one.version ? [one.version] : [],
    })),
    versions: version ? [version] : [],
  };
}

function commandOf({ rights, queueId, mergesObjects, ...patch }: ReturnType<typeof patchOf>) {
  const authorize = rights && ((known: Conversation) => requireRights(rights, known.queueId ?? null, queueId));
  // No scenario has definitions.
  return { ...patch, conversationId, queueId, authorize, ...(mergesObjects && { whyNotMerged: () => undefined }) };
}

function requireRights(rights: readonly (string | null)[], ...queues: readonly (string | null | undefined)[]): void {
  if (queues.every((queue) => queue === undefined || rights.includes(queue))) return;
  throw new NoRight();
}

function newcomer({ attributes, uris = [], ...one }: NewcomerRequest) {
  return { ...one, addresses: uris.map((uri) => ({ type: 'phone', uri })), attributes: bagOf(attributes) };
}

function bagOf(bag: Bag): Attributes {
  return changesOf(bag) as Attributes;
}

function conversationAnswer(conversation: Conversation): Answer {
  const text = modelText(modelOfConversation(conversation));
  return { text, isTrue: ({ effect }) => effect?.since.includes(text) ?? false };
}
