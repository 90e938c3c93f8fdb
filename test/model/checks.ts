import { depth, inOneOrder } from './exact.ts';
import { Refused } from './expected.ts';
import type { Bag, Calling, Request } from './requests.ts';
import { toWire } from './wire.ts';
import {
  type Conversation,
  conversationOf,
  type Done,
  days,
  live,
  type Participant,
  participantOf,
  type World,
  type Writes,
  writesOf,
} from './world.ts';

/** A bag of a request, and what it may hold. */
export interface Checked {
  readonly bag: Bag | undefined;
  readonly values: 'string' | 'json';
  readonly removals: boolean;
}

/** Refuses names (400) and values (422) outside the limits; both together are 400, and name all. */
export function checkBags(...bags: readonly Checked[]): void {
  const entries = bags.flatMap(({ bag, ...rules }) => [...(bag ?? [])].map(([name, text]) => ({ name, text, rules })));
  const badNames = entries.filter(({ name }) => isBadName(name)).map(({ name }) => name);
  const badValues = entries.filter(({ text, rules }) => isBadValue(text, rules)).map(({ name }) => name);
  const names = [...badNames, ...badValues];
  if (badNames.length > 0) throw new Refused('bad-request', { names });
  if (badValues.length > 0) throw new Refused('unprocessable-content', { names });
}

export function isBadName(name: string): boolean {
  const isTooLong = Buffer.byteLength(name) > 256;
  return (
    /^[\s\p{Z}\p{Cf}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\u2800\u{13441}\u{13442}\u{16fe4}\u{1d159}]*$/u.test(
      name,
    ) ||
    !name.isWellFormed() ||
    /\p{Cc}/u.test(name) ||
    isTooLong
  );
}

function isBadValue(text: string, { values, removals }: Omit<Checked, 'bag'>): boolean {
  if (text === 'null') return !removals;
  if (values === 'string' && !text.startsWith('"')) return true;
  return Buffer.byteLength(text) > 8192 || depth(text) > 5;
}

/** The conversation that callers see. */
export function found(world: World, id: string): Conversation {
  const conversation = live(world, id);
  if (!conversation) throw new Refused('conversation-not-found');
  return conversation;
}

/** The participant with an id or alias. What has been erased at the end is not missing: the conversation has ended. */
export function there(conversation: Conversation, idOrAlias: string): Participant {
  refuseErased(conversation);
  const participant = participantOf(conversation, idOrAlias);
  if (!participant) throw new Refused('participant-not-found');
  return participant;
}

/** The same, who has not left: for a write. */
export function present(conversation: Conversation, idOrAlias: string): Participant {
  const participant = there(conversation, idOrAlias);
  if (participant.endTime !== undefined) throw new Refused('participant-not-found');
  return participant;
}

export function refuseErased({ state }: Conversation): void {
  if (state === 'handled' || state === 'abandoned') throw new Refused('conversation-ended');
}

export function requireActive({ state }: Conversation): void {
  if (state !== 'active') throw new Refused('conversation-ended');
}

export function requireAttributes({ type }: Pick<Conversation, 'type'>): void {
  if (type === 'email') throw new Refused('channel-takes-no-attributes');
}

/** Who uses an execution. */
type Caller = { readonly f: string } & Calling;

/** An execution belongs to the client that first wrote in it. */
export function refuseForeign(conversation: Conversation, caller: Caller): void {
  if (isForeign(conversation, caller)) throw new Refused('foreign-execution');
}

function isForeign({ owners }: Conversation, { f, by = 'local' }: Caller): boolean {
  return (owners.get(f) ?? by) !== by;
}

/** Notes whose an execution is that somebody writes in, and that it calls itself a bot. */
export function mark({ owners, bots }: Conversation, { f, by = 'local', flowType }: Caller): void {
  if (!owners.has(f)) owners.set(f, by);
  if (isBot(flowType)) bots.add(f);
}

const types = new Set(['bot', 'digitalbot', 'inboundcall', 'voice']);

export function isBot(flowType: string | undefined): boolean {
  return ['bot', 'digitalbot'].includes(flowType?.toLowerCase() ?? '');
}

/** Keeps of a request that writes nothing else that its execution calls itself a bot, where it may be used. */
export function keepBot(conversation: Conversation, caller: Caller): void {
  const { state, bots } = conversation;
  const isOver = state === 'handled' || state === 'abandoned';
  if (!isBot(caller.flowType) || bots.has(caller.f) || isOver || isForeign(conversation, caller)) return;
  mark(conversation, caller);
  conversation.writes += 1;
}

/** Refuses a flow type that is none. */
export function checkFlowType(flowType: string | undefined): void {
  if (flowType === undefined || types.has(flowType.toLowerCase())) return;
  throw new Refused('bad-request', { names: ['flowType'] });
}

/** A version that a request names: of the conversation or a participant, in a header or the body. */
export interface Named {
  readonly current: number;
  readonly ifMatch?: string | undefined;
  readonly version?: number | undefined;
}

/** Refuses versions that are not current: 412 for a header, 409 for the body. */
export function requireCurrent(...named: readonly Named[]): void {
  const refused = named.flatMap(({ current, ifMatch, version }) => [
    ...(matches(ifMatch, current) ? [] : [{ code: 'precondition-failed', current } as const]),
    ...(version === undefined || version === current ? [] : [{ code: 'version-conflict', current } as const]),
  ]);
  const [first] = refused;
  if (!first) return;
  const currentVersion = refused.length === 1 ? { currentVersion: first.current } : {};
  throw new Refused(
    refused.map(({ code }) => code),
    currentVersion,
  );
}

/** RFC 9110, section 13.1.1: strong comparison. */
function matches(ifMatch: string | undefined, current: number): boolean {
  if (ifMatch === undefined || ifMatch === '*') return true;
  return ifMatch.split(',').some((tag) => tag.trim() === `"${current}"`);
}

/** Refuses a header that is none. */
export function checkIfMatch(ifMatch: string | undefined): void {
  if (ifMatch === undefined || ifMatch === '*') return;
  const isList = ifMatch.split(',').every((tag) => /^(W\/)?"[^"]*"$/.test(tag.trim()));
  if (!isList) throw new Refused('bad-request', { names: ['If-Match'] });
}

/** What an Idempotency-Key is scoped to, and itself. */
export function operationKey(request: Request): string {
  const { method, path } = toWire(request);
  const client = 'by' in request ? (request.by ?? '') : '';
  return `${client} ${method} ${path} ${'key' in request ? request.key : ''}`;
}

/** The earlier delivery of a request with its Idempotency-Key; refuses another body under it. */
export function earlier(world: World, writes: Writes, request: Request): Done | undefined {
  const { done } = writes;
  if (!('key' in request) || request.key === undefined) return undefined;
  const before = done.get(operationKey(request));
  if (!before) return undefined;
  if (world.now - before.at > days) throw new Refused('idempotency-key-expired');
  if (!forgetsBodies(writes) && before.said !== said(request)) throw new Refused('idempotency-key-reused');
  return before;
}

/** Once a conversation is over nothing is left that tells one body under a key from another. */
function forgetsBodies(writes: Writes): boolean {
  return 'state' in writes && (writes.state === 'handled' || writes.state === 'abandoned');
}

/** What a request says beside its path. Of a write that only removes secured values nothing but that is kept. */
function said(request: Request): string {
  const isSecured = request.op === 'setSecured' || request.op === 'replaceSecured' || request.op === 'patchSecured';
  if (isSecured && [...request.attributes.values()].every((text) => text === 'null')) return 'only removals';
  const { headers, body = '{}' } = toWire(request);
  return `${headers['if-match'] ?? ''}\n${inOneOrder(body)}`;
}

/** Notes that a write was applied. */
export function record(world: World, writes: Writes, request: Request, more: Partial<Done> = {}): void {
  writes.writes += 1;
  writes.last = world.now;
  if (!('key' in request) || request.key === undefined) return;
  writes.done.set(operationKey(request), { said: said(request), at: world.now, write: writes.writes, ...more });
}

/** Writes under ids of the API's own: a data key is announced, and removed. */
const ownWrites = 2;

/**
 * Whether the design says what comes of a request. A key is kept for 24 hours and among the newest 64: whether one that is
 * older or beyond them is known still, and refused, is left open, and so is an erasure that comes again after the 30 days.
 */
export function isDefined(world: World, request: Request): boolean {
  if (!('key' in request) || request.key === undefined) return true;
  if (request.op === 'erase' && (world.erased.get(request.c)?.until ?? Infinity) <= world.now) return false;
  if (request.op === 'writeSettings' || request.op === 'patchChannel') {
    const { writes, done } = writesOf(world, toWire(request).path);
    const before = done.get(operationKey(request));
    return !before || (world.now - before.at <= days && writes - before.write < 64);
  }
  const given =
    request.op === 'create' ? request.id : request.op === 'message' ? conversationOf(world, request) : request.c;
  const id = given ?? world.derived.get(operationKey(request)) ?? '';
  const conversation = live(world, id);
  const before = conversation?.done.get(operationKey(request));
  if (!conversation || !before) return true;
  return world.now - before.at <= days && conversation.writes - before.write < 64 - ownWrites;
}
