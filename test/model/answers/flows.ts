import { type Conversation, firstCustomer, isErased } from '../../reference/conversation.ts';
import * as reference from '../../reference/flows.ts';
import { refuse } from '../../reference/requirements.ts';
import { callerOf, checkBags, checkFlowType, earlier, found, isBadName, write } from '../checks.ts';
import type { Expected } from '../expected.ts';
import type { ReadPlacement, RequestOf } from '../requests.ts';
import type { Held, World } from '../world.ts';
import type { Learnt } from './conversations.ts';

/** The owner that a flow means. */
function ownerOf({ target, participantId }: ReadPlacement): string | undefined {
  return target === 'conversation' ? undefined : (participantId ?? reference.THE_CUSTOMER);
}

export function set(world: World, request: RequestOf<'set'>, learnt: Learnt): Expected {
  const { c, attributes, flowType } = request;
  checkFlowType(flowType);
  checkBags({ bag: attributes, values: 'string', removals: true });
  const held = found(world, c);
  const before = earlier(world, held, request);
  if (before) return { status: 202, body: { pending: [...attributes.keys()], revision: before.revision } };
  const flow = { ...callerOf(request), owner: ownerOf(request), attributes, at: world.now };
  return pend(world, held, request, { next: reference.set(held.conversation, flow), learnt });
}

/** The answer to a set that is allowed. */
export function pend(
  world: World,
  held: Held,
  request: RequestOf<'set' | 'setSecured'>,
  { next, learnt }: { next: Conversation; learnt: Learnt },
): Expected {
  const pending = [...request.attributes.keys()];
  if (next === held.conversation) return { status: 202, body: { pending, revision: learnt.revision } };
  // Each set has a revision of its own, greater than those before.
  const revision = learnt.revision > held.revision ? learnt.revision : 0;
  held.revision = Math.max(held.revision, revision);
  write(world, held, request, next, { revision });
  return { status: 202, body: { pending, revision } };
}

/** Keeps of a request that writes nothing else that its execution calls itself a bot. */
export function keepBot(held: Held, next: Conversation): void {
  if (next === held.conversation) return;
  held.conversation = next;
  held.writes += 1;
}

export function get(world: World, request: RequestOf<'get'>, learnt: Learnt): Expected {
  const { c, f, names, target } = request;
  checkFlowType(request.flowType);
  checkNames(names);
  const held = found(world, c);
  const { conversation } = held;
  const { version } = conversation;
  const { next, owner } = reference.get(conversation, { ...callerOf(request), owner: ownerOf(request) });
  keepBot(held, next);
  const [own, data] = [reference.seenBy(conversation, f, owner), reference.seenBy(conversation, f, undefined)];
  if (target === 'any') {
    const setOn = (name: string) => JSON.stringify(own.has(name) ? 'participant' : 'conversation');
    return select(new Map([...data, ...own]), names, { learnt, version, setOn });
  }
  if (owner !== undefined) {
    return select(own, names, { learnt, version, other: { target: 'conversation', seen: data } });
  }
  const customer = firstCustomer(conversation);
  const seen = customer ? reference.seenBy(conversation, f, customer.id) : new Map();
  return select(own, names, { learnt, version, other: { target: 'participant', seen } });
}

export function checkNames(names: readonly string[]): void {
  const badNames = names.filter(isBadName);
  if (badNames.length > 0) refuse('bad-request', badNames);
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

/** Which name was meant the contract leaves open; it must be one that is set. */
function meant(
  name: string,
  seen: ReadonlyMap<string, string>,
  { notSet }: Learnt,
): { didYouMean?: string | undefined } {
  const { didYouMean } = notSet?.find((one) => one.name === name) ?? {};
  return didYouMean !== undefined && seen.has(didYouMean) ? { didYouMean } : {};
}

export function flush(world: World, request: RequestOf<'flush'>): Expected {
  const { c, attributes = new Map(), flowType } = request;
  checkFlowType(flowType);
  checkBags({ bag: attributes, values: 'string', removals: true });
  const held = found(world, c);
  const { conversation } = held;
  const before = earlier(world, held, request);
  if (before) {
    const { flushed, securedFlushed } = before;
    // The names that a flush has applied may have gone with the end of the conversation.
    const body = isErased(conversation) ? undefined : { flushed, securedFlushed, version: conversation.version };
    return { status: 200, body };
  }
  const flow = { ...callerOf(request), owner: ownerOf(request), attributes, at: world.now };
  const { next, flushed, securedFlushed } = reference.flush(conversation, flow);
  const told = { flushed, ...(securedFlushed > 0 && { securedFlushed }) };
  write(world, held, request, next, told);
  return { status: 200, body: { ...told, version: next.version } };
}
