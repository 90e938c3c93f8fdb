import type { State } from '#domain/conversation.ts';
import { limits } from '#domain/limits.ts';
import {
  type BagChanges,
  type Model,
  type ModelConversation,
  type ModelParticipant,
  type ModelWrite,
  securedOwner,
} from './model.ts';
import { bytesIn, merged, newer, settled } from './settling.ts';

/** What the design says of an operation on a conversation as it is: refused, a change, or an answer without a change. */
export type Decision =
  | { readonly refused: string }
  | { readonly next: Model; readonly answer?: string }
  | { readonly answer: string };

/** A refusal: its code, and the version that is current if it tells one. */
export function refused(code: string, currentVersion?: number): Decision {
  return { refused: currentVersion === undefined ? code : `${code}, ${currentVersion} is current` };
}

/** Whose attributes: an id or alias, `theCustomer`, or `null` for `data`. */
export type OwnerName = string | null;

/** Whom a flow means that names nobody. */
export const theCustomer = '?';

/** Who uses an execution, and whether it says that it is a bot. */
type FlowCaller = Pick<FlowRequest, 'execution' | 'client' | 'isBot'>;

/** A set or a flush, and whose its attributes are. */
export interface FlowRequest {
  readonly execution: string;
  readonly client: string;
  readonly owner: OwnerName;
  readonly attributes: BagChanges;
  readonly isBot: boolean;
  readonly at: number;
}

/** A set keeps its attributes for the execution, until a flush. One that calls itself a bot may not use secured ones. */
export function decideSet(model: Model, request: FlowRequest): Decision {
  if (model.there !== 'conversation') return refused('conversation-not-found');
  const { execution, attributes, at } = request;
  const owner = ownerOf(model, request.owner);
  const mayNot = owner === securedOwner && model.bots.includes(execution);
  const refusal = foreign(model, request) ?? refusesAttributes(model, [owner], mayNot) ?? notActive(model);
  if (refusal) return refusal;
  const next = pended(model, execution, owner, attributes, at);
  const others = Object.keys(model.since).filter((one) => one !== execution);
  if (others.length >= limits.executions) return refused('too-many-executions');
  if (bytesIn(next) > limits.conversationBytes) return refused('conversation-too-large');
  const names = next.pending.filter((write) => write.execution === execution);
  if (names.length > limits.pendingNames) return refused('too-many-pending-writes');
  return { next: marked(next, request) };
}

/** An execution belongs to the client that first wrote in it: another is refused. */
function foreign({ owners }: ModelConversation, { execution, client }: FlowCaller): Decision | undefined {
  return (owners[execution] ?? client) === client ? undefined : refused('foreign-execution');
}

/** Whose the execution is after a write in it, and whether it is a bot. */
function marked(model: ModelConversation, { execution, client, isBot }: FlowCaller): ModelConversation {
  const owners = { [execution]: client, ...model.owners };
  return { ...model, owners, bots: isBot ? [...new Set([...model.bots, execution])].sort() : model.bots };
}

function pended(
  model: ModelConversation,
  execution: string,
  owner: OwnerName,
  attributes: BagChanges,
  at: number,
): ModelConversation {
  const turn = 1 + Math.max(0, ...model.pending.map((write) => write.turn));
  const kept = model.pending.filter(
    (one) => !(one.execution === execution && one.owner === owner && one.name in attributes),
  );
  const added = Object.entries(attributes).map(
    ([name, value]): ModelWrite => ({ execution, owner, name, value, turn }),
  );
  return { ...model, pending: [...kept, ...added], since: { [execution]: at, ...model.since } };
}

/** A flush applies all that the execution has pending, then its last batch. */
export function decideFlush(model: Model, request: FlowRequest): Decision {
  if (model.there !== 'conversation') return refused('conversation-not-found');
  const { execution, attributes, at } = request;
  const owner = ownerOf(model, request.owner);
  const hasBatch = Object.keys(attributes).length > 0;
  const refusal =
    foreign(model, request) ?? (hasBatch ? refusesAttributes(model, [owner]) : undefined) ?? notActive(model);
  if (refusal) return refusal;
  const whole = hasBatch ? pended(model, execution, owner, attributes, at) : model;
  const all = whole.pending.filter((one) => one.execution === execution);
  const isNews = request.isBot && !model.bots.includes(execution);
  if (all.length === 0) return isNews ? { next: marked(model, request), answer: '' } : { answer: '' };
  const names = new Set(all.filter((one) => one.owner !== securedOwner).map(({ name }) => name));
  const hidden = all.filter((one) => one.owner === securedOwner).length;
  const next = marked(
    settled(whole, (write) => write.execution === execution),
    request,
  );
  return { next: names.size > 0 ? newer(next) : next, answer: flushedText([...names], hidden) };
}

/** The answer to a flush: the names, and how many secured attributes. */
export function flushedText(names: readonly string[], hidden: number): string {
  return [...names.toSorted(), ...(hidden > 0 ? [`${hidden} secured`] : [])].join();
}

/** The participant of an id; of `customer` and `agent` also the only one present with this purpose. */
export function ownerOf(model: ModelConversation, owner: OwnerName): OwnerName {
  if (owner === null || owner === securedOwner || participantOf(model, owner)) return owner;
  const present = model.participants.filter(({ endTime }) => endTime === null);
  if (owner === theCustomer) return present.find(({ purpose }) => purpose === 'customer')?.id ?? owner;
  const meant = present.filter(({ purpose }) => purpose === owner);
  return (owner === 'customer' || owner === 'agent') && meant.length === 1 ? (meant[0]?.id ?? owner) : owner;
}

/** The participant of exactly this id, also one who has left. */
export function participantOf(model: ModelConversation, id: OwnerName): ModelParticipant | undefined {
  return model.participants.find((one) => one.id === id);
}

/** Whether somebody of exactly this id is present: who has left takes nothing new. */
function isPresent(model: ModelConversation, id: OwnerName): boolean {
  return participantOf(model, id)?.endTime === null;
}

/** Refuses attributes for the channel, for a bot, or for owners who are not there. */
export function refusesAttributes(
  model: ModelConversation,
  owners: readonly OwnerName[],
  isBot = false,
): Decision | undefined {
  if (model.type === 'email') return refused('channel-takes-no-attributes');
  if (isBot) return refused('secured-not-for-bots');
  // Nothing is left of the participants of a conversation that is over.
  if (model.state === 'handled' || model.state === 'abandoned') return undefined;
  const unknown = owners.some((owner) => owner !== null && owner !== securedOwner && !isPresent(model, owner));
  return unknown ? refused('participant-not-found') : undefined;
}

/** Refuses what only some states allow. */
export function notIn(model: ModelConversation, states: readonly State[]): Decision | undefined {
  return states.includes(model.state) ? undefined : refused('conversation-ended');
}

/** Refuses what only active conversations take. */
export function notActive(model: ModelConversation): Decision | undefined {
  return notIn(model, ['active']);
}

/** What an execution sees of an owner's attributes: its own pending writes before the stored values. */
export function decideGet(model: Model, request: FlowRequest): Decision {
  if (model.there !== 'conversation') return refused('conversation-not-found');
  const { execution, isBot } = request;
  const id = ownerOf(model, request.owner);
  // Who has left is read like anybody.
  const missing = participantOf(model, id) ? [] : [id];
  const refusal =
    foreign(model, request) ??
    refusesAttributes({ ...model, type: 'voice' }, missing) ??
    notIn(model, ['active', 'wrapup']);
  if (refusal) return refusal;
  const own = model.pending.filter((write) => write.execution === execution && write.owner === id);
  const stored =
    id === null ? model.data : id === securedOwner ? model.secured : (participantOf(model, id)?.attributes ?? {});
  const seen = merged(stored, Object.fromEntries(own.map(({ name, value }) => [name, value])));
  const answer = JSON.stringify(Object.entries(seen).sort(([a], [b]) => (a < b ? -1 : 1)));
  return isBot && !model.bots.includes(execution) ? { next: marked(model, request), answer } : { answer };
}
