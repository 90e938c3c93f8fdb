import { type Attributes, applyAttributeChanges } from '#domain/attributes.ts';
import { attributesOf, type Owner, type OwnerName, pendingChangesOf, theCustomer } from '#domain/conversation.ts';
import { suggestAmong } from '#domain/did-you-mean.ts';
import { readConversation } from '#domain/execute.ts';
import { type BotRequest, recordBot, requireOwnExecution } from '#domain/operations/flow-caller.ts';
import { listParticipants, resolveOwner } from '#domain/operations/owner.ts';
import { checkRequirements } from '#domain/requirements.ts';
import type { View } from '#domain/rules.ts';
import type { ConversationStore } from '#domain/store.ts';
import type { Requirements } from '#domain/update.ts';

/** A **get**: attributes as a flow execution sees them. */
export interface GetAttributes extends BotRequest {
  readonly owner: OwnerName;
  /** Whether what the participant does not have is looked for on the conversation. */
  readonly orData: boolean;
  /** The names wanted; none means all. */
  readonly names: readonly string[];
  /** What is hidden from the caller is not there for it. It is waited for after the conversation is read. */
  readonly view: Promise<Pick<View, 'hides' | 'nameOf'>>;
}

/** Where an attribute is: on a participant, or on the conversation itself. */
export type Target = 'participant' | 'conversation';

/** A name that is not set, and the one that was probably meant. */
export interface NotSet {
  readonly name: string;
  readonly didYouMean?: string;
}

/** The same, or that the name is set on the other target: then that was meant. */
export interface NotSetHere extends NotSet {
  readonly setOn?: Target;
}

/** What a get answers. */
export interface AttributesSeen {
  readonly attributes: Attributes;
  /** Where each of them was found, if both targets were asked for. */
  readonly setOn?: ReadonlyMap<string, Target>;
  readonly notSet: readonly NotSetHere[];
  /** The conversation's. */
  readonly version: number;
}

/** Reads attributes with the execution's own pending writes before the stored values. */
export async function getAttributes(store: ConversationStore, query: GetAttributes): Promise<AttributesSeen> {
  const { caller } = query;
  const known = await readConversation(store, query.conversationId);
  const owner = resolveOwner(query.owner, known);
  const isThere = (id: string) => known.participants.some((participant) => participant.id === id);
  const require: Requirements = {
    ...requireOwnExecution(caller),
    states: ['active', 'wrapup'],
    // A participant who has left is read by its id.
    participants: listParticipants(owner).filter((id) => !isThere(id)),
  };
  const refusal = checkRequirements(known, require);
  if (refusal) throw refusal;
  const conversation = caller.isBot ? await recordBot(store, query, require, known) : known;
  const { version } = conversation;
  const execution = conversation.executions.get(caller.execution);
  const view = await query.view;
  const names = query.names.map((name) => view.nameOf(name));
  const seen = (of: Owner) => {
    const all = applyAttributeChanges(attributesOf(conversation, of), pendingChangesOf(execution, of));
    return new Map([...all].filter(([name]) => !view.hides(name)));
  };
  const [own, data] = [seen(owner), seen(undefined)];
  if (query.orData) return { ...selectAny(own, data, names), version };
  if (owner !== undefined) return { ...selectNames(own, names, { target: 'conversation', attributes: data }), version };
  const customer = seen(resolveOwner(theCustomer, conversation));
  return { ...selectNames(data, names, { target: 'participant', attributes: customer }), version };
}

/** Those of a participant, and of the conversation what the participant does not have. */
function selectAny(own: Attributes, data: Attributes, names: readonly string[]): Omit<AttributesSeen, 'version'> {
  const { attributes, notSet } = selectNames(applyAttributeChanges(data, own), names);
  const foundOn = (name: string): Target => (own.has(name) ? 'participant' : 'conversation');
  return { attributes, notSet, setOn: new Map([...attributes.keys()].map((name) => [name, foundOn(name)])) };
}

/** @param other what a name that is not set may be set on instead. */
function selectNames(
  seen: Attributes,
  names: readonly string[],
  other?: { readonly target: Target; readonly attributes: Attributes },
): Omit<AttributesSeen, 'version'> {
  if (names.length === 0) return { attributes: seen, notSet: [] };
  const wanted = new Set(names);
  const attributes = new Map([...seen].filter(([name]) => wanted.has(name)));
  const suggest = suggestAmong(seen.keys());
  const meant = (name: string) => (other?.attributes.has(name) ? { setOn: other.target } : suggest(name));
  const notSet = [...wanted].filter((name) => !seen.has(name)).map((name) => ({ name, ...meant(name) }));
  return { attributes, notSet };
}
