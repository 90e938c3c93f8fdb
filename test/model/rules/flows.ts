import {
  checkBags,
  checkFlowType,
  earlier,
  found,
  isBadName,
  isBot,
  keepBot,
  mark,
  present,
  record,
  refuseErased,
  refuseForeign,
  requireActive,
  requireAttributes,
  there,
} from '../checks.ts';
import { flush as flushPending, hasPlain } from '../ending.ts';
import { type Expected, Refused } from '../expected.ts';
import type { Bag, ReadPlacement, RequestOf } from '../requests.ts';
import { requireRoom } from '../room.ts';
import {
  asChanges,
  bagOf,
  type Conversation,
  change,
  merge,
  type Owner,
  type Participant,
  presentWith,
  secured,
  type World,
} from '../world.ts';
import type { Learnt } from './conversations.ts';

/** The owner that a flow means; by default the first customer who is present. */
function ownerOf(
  conversation: Conversation,
  { target, participantId }: ReadPlacement,
  find: (conversation: Conversation, id: string) => Participant = present,
): string | undefined {
  if (target === 'conversation') return undefined;
  if (participantId !== undefined) return find(conversation, participantId).id;
  refuseErased(conversation);
  const [first] = presentWith(conversation, 'customer');
  if (!first) throw new Refused('participant-not-found');
  return first.id;
}

export function set(world: World, request: RequestOf<'set'>, learnt: Learnt): Expected {
  const { c, attributes, flowType } = request;
  checkFlowType(flowType);
  checkBags({ bag: attributes, values: 'string', removals: true });
  const conversation = found(world, c);
  const before = earlier(world, conversation, request);
  if (before) return { status: 202, body: { pending: [...attributes.keys()], revision: before.revision } };
  refuseForeign(conversation, request);
  requireAttributes(conversation);
  const owner = ownerOf(conversation, request);
  requireActive(conversation);
  return pend(world, conversation, request, { owner, learnt });
}

/** A set that is allowed. To say that one is a bot is a write, too. */
export function pend(
  world: World,
  conversation: Conversation,
  request: RequestOf<'set' | 'setSecured'>,
  { owner, learnt }: { owner: Owner; learnt: Learnt },
): Expected {
  const { f, attributes, flowType } = request;
  const pending = [...attributes.keys()];
  const after = { ...conversation, pending: new Map(conversation.pending) };
  after.pending.set(f, pended(world, conversation, f, owner, attributes));
  if (pending.length === 0 && !isBot(flowType)) return { status: 202, body: { pending, revision: learnt.revision } };
  if (pending.length > 0) {
    requireRoom(after);
    conversation.pending.set(f, pended(world, conversation, f, owner, attributes));
  }
  mark(conversation, request);
  // Each set has a revision of its own, greater than those before.
  const revision = learnt.revision > conversation.revision ? learnt.revision : 0;
  conversation.revision = Math.max(conversation.revision, revision);
  record(world, conversation, request, { revision });
  return { status: 202, body: { pending, revision } };
}

function pended(world: World, { pending, writes: order }: Conversation, f: string, owner: Owner, bag: Bag) {
  const { since, writes } = pending.get(f) ?? { since: world.now, writes: [] };
  const kept = writes.filter((write) => write.owner !== owner || !bag.has(write.name));
  return { since, writes: [...kept, ...[...bag].map(([name, text]) => ({ owner, name, text, order }))] };
}

export function get(world: World, request: RequestOf<'get'>, learnt: Learnt): Expected {
  checkFlowType(request.flowType);
  checkNames(request.names);
  const conversation = found(world, request.c);
  refuseForeign(conversation, request);
  refuseErased(conversation);
  const owner = ownerOf(conversation, request, there);
  keepBot(conversation, request);
  const data = seenOf(conversation, request.f, undefined);
  const { version } = conversation;
  if (request.target === 'any') {
    const own = seenOf(conversation, request.f, owner);
    const setOn = (name: string) => JSON.stringify(own.has(name) ? 'participant' : 'conversation');
    return select(new Map([...data, ...own]), request.names, { learnt, version, setOn });
  }
  const customer = presentWith(conversation, 'customer')[0]?.id;
  const ofCustomer = customer === undefined ? new Map() : seenOf(conversation, request.f, customer);
  const other =
    owner === undefined ? { target: 'participant', seen: ofCustomer } : { target: 'conversation', seen: data };
  return select(seenOf(conversation, request.f, owner), request.names, { learnt, version, other });
}

export function checkNames(names: readonly string[]): void {
  const badNames = names.filter(isBadName);
  if (badNames.length > 0) throw new Refused('bad-request', { names: badNames });
}

/** What an execution sees of an owner's attributes, its own pending values first. */
export function seenOf(conversation: Conversation, execution: string, owner: Owner): Map<string, string> {
  const seen = new Map(bagOf(conversation, owner));
  const writes = conversation.pending.get(execution)?.writes ?? [];
  for (const change of asChanges(writes)) if (change.owner === owner) merge(seen, change.bag);
  return seen;
}

interface Selection {
  readonly learnt: Learnt;
  readonly version: number;
  /** Where the name is set that is not set here. */
  readonly other?: { readonly target: string; readonly seen: ReadonlyMap<string, string> };
  /** Where a name was found, if the answer says so. */
  readonly setOn?: (name: string) => string;
}

/** Of what is seen the names wanted; none means all. */
export function select(
  seen: ReadonlyMap<string, string>,
  wanted: readonly string[],
  { learnt, version, other, setOn }: Selection,
): Expected {
  const names = wanted.length > 0 ? [...new Set(wanted)] : [...seen.keys()];
  const attributes = new Map([...seen].filter(([name]) => names.includes(name)));
  const notSet = names
    .filter((name) => !seen.has(name))
    .map((name) => ({ name, ...(other?.seen.has(name) ? { setOn: other.target } : meant(name, seen, learnt)) }));
  const foundOn = setOn && new Map([...attributes.keys()].map((name) => [name, setOn(name)]));
  return { status: 200, body: { attributes, setOn: foundOn, notSet, version } };
}

/** Which name was meant the design leaves open; it must be one that is set. */
function meant(
  name: string,
  seen: ReadonlyMap<string, string>,
  { notSet }: Learnt,
): { didYouMean?: string | undefined } {
  const { didYouMean } = notSet?.find((one) => one.name === name) ?? {};
  return didYouMean !== undefined && seen.has(didYouMean) ? { didYouMean } : {};
}

export function flush(world: World, request: RequestOf<'flush'>): Expected {
  const { c, f, attributes = new Map(), flowType } = request;
  checkFlowType(flowType);
  checkBags({ bag: attributes, values: 'string', removals: true });
  const conversation = found(world, c);
  const { version } = conversation;
  const before = earlier(world, conversation, request);
  if (before) {
    const { flushed, securedFlushed } = before;
    return { status: 200, body: isErased(conversation) ? undefined : { flushed, securedFlushed, version } };
  }
  refuseForeign(conversation, request);
  if (attributes.size > 0) requireAttributes(conversation);
  const owner = attributes.size > 0 ? ownerOf(conversation, request) : undefined;
  requireActive(conversation);
  const writes = conversation.pending.get(f)?.writes ?? [];
  const plain = writes.filter(({ owner: of }) => of !== secured);
  // Secured names are shown to nobody here, but that they took effect.
  const hidden = new Set(writes.filter(({ owner: of }) => of === secured).map(({ name }) => name)).size;
  const securedFlushed = hidden > 0 ? hidden : undefined;
  const flushed = [...new Set([...plain.map(({ name }) => name), ...attributes.keys()])];
  const isNews = isBot(flowType) && !conversation.bots.has(f);
  if (writes.length === 0 && attributes.size === 0 && !isNews) return { status: 200, body: { flushed, version } };
  apply(conversation, f, owner, attributes);
  mark(conversation, request);
  record(world, conversation, request, { flushed, ...(securedFlushed && { securedFlushed }) });
  return { status: 200, body: { flushed, securedFlushed, version: conversation.version } };
}

/** The names that a flush has applied may have gone with the end of the conversation. */
function isErased({ state }: Conversation): boolean {
  return state === 'handled' || state === 'abandoned';
}

/** Pending writes and the last batch, in one write. */
function apply(conversation: Conversation, f: string, owner: string | undefined, attributes: Bag): void {
  const after = structuredClone(conversation);
  const versions = new Map(after.participants.map(({ id, version }) => [id, version]));
  flushPending(after, f);
  change(after, [{ owner, bag: attributes }]);
  if (attributes.size > 0) requireRoom(after);
  for (const participant of after.participants) {
    const version = versions.get(participant.id) ?? 0;
    participant.version = Math.min(participant.version, version + 1);
  }
  const isShown = attributes.size > 0 || hasPlain(conversation.pending.get(f)?.writes ?? []);
  after.version = conversation.version + (isShown ? 1 : 0);
  Object.assign(conversation, after);
}
