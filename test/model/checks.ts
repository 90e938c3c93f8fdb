import { type Conversation, isErased } from '../reference/conversation.ts';
import type { FlowCaller } from '../reference/flows.ts';
import { type Named, refuse } from '../reference/requirements.ts';
import { depth, inOneOrder } from './exact.ts';
import type { Bag, Calling, Request } from './requests.ts';
import { bagsOf, judgeBag, rawOf, securedWrites, sentOf } from './rules.ts';
import { toWire } from './wire.ts';
import { conversationOf, type Done, days, type Held, keep, live, type World, type Writes, writesOf } from './world.ts';

/** A bag of a request, and what it may hold. */
export interface Checked {
  readonly bag: Bag | undefined;
  readonly values: 'string' | 'json';
  readonly removals: boolean;
  /** They are secured ones. @default false */
  readonly isSecured?: boolean;
}

/** Refuses names (400) and values (422) outside the limits; both together are 400, and name all. */
export function checkBags(...bags: readonly Checked[]): void {
  const entries = bags.flatMap(({ bag = new Map(), ...rules }) =>
    [...rawOf(bag)].map(([name, text]) => ({ name, text, rules })),
  );
  const badNames = entries.filter(({ name }) => isBadName(name)).map(({ name }) => name);
  const badValues = [
    ...entries.filter(({ text, rules }) => isBadValue(text, rules)).map(({ name }) => name),
    ...bags.flatMap(({ bag = new Map(), isSecured = false, ...rules }) => {
      const isJudged = (name: string, text: string | null) => !isBadName(name) && !isBadValue(text, rules);
      return judgeBag(rawOf(bag), isSecured, isJudged).wrong;
    }),
  ];
  const names = [...badNames, ...badValues];
  if (badNames.length > 0) refuse('bad-request', names);
  if (badValues.length > 0) refuse('unprocessable-content', names);
}

/** Refuses names that the caller may not write: before anything else that is wrong, once the body has its types. */
export function checkWritable(request: Request): void {
  if ('flowType' in request && isWrongFlowType(request.flowType)) return;
  const isSecured = securedWrites.has(request.op);
  const isOfTexts = isSecured || request.op === 'set' || request.op === 'flush';
  const rules = {
    values: isOfTexts ? ('string' as const) : ('json' as const),
    removals: !['create', 'join', 'replaceSecured'].includes(request.op),
  };
  const forbidden = bagsOf(request).flatMap((bag) => {
    return judgeBag(bag, isSecured, (_, text) => !isBadValue(text, rules)).forbidden;
  });
  if (forbidden.length > 0) refuse('attribute-not-writable', forbidden);
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

function isBadValue(text: string | null, { values, removals }: Pick<Checked, 'values' | 'removals'>): boolean {
  if (text === null) return !removals;
  if (values === 'string' && !text.startsWith('"')) return true;
  return Buffer.byteLength(text) > 8192 || depth(text) > 5;
}

/** The conversation that callers see. */
export function found(world: World, id: string): Held {
  return live(world, id) ?? refuse('conversation-not-found');
}

/** Who uses an execution. */
export function callerOf({ f, by = 'local', flowType }: { readonly f: string } & Calling): FlowCaller {
  return { execution: f, client: by, isBot: isBot(flowType) };
}

const types = new Set(['bot', 'digitalbot', 'inboundcall', 'voice']);

function isBot(flowType: string | undefined): boolean {
  return ['bot', 'digitalbot'].includes(flowType?.toLowerCase() ?? '');
}

/** Refuses a flow type that is none. */
export function checkFlowType(flowType: string | undefined): void {
  if (isWrongFlowType(flowType)) refuse('bad-request', ['flowType']);
}

function isWrongFlowType(flowType: string | undefined): boolean {
  return flowType !== undefined && !types.has(flowType.toLowerCase());
}

/** The versions that a request names, in a header or the body. */
export function versionsOf({
  ifMatch,
  version,
}: {
  ifMatch?: string | undefined;
  version?: number | undefined;
}): Named[] {
  // RFC 9110, section 13.1.1: strong comparison.
  const tags = ifMatch?.split(',').flatMap((tag) => /^"(\d+)"$/.exec(tag.trim())?.[1] ?? []);
  return [
    ...(tags && ifMatch !== '*' ? [{ oneOf: tags.map(Number), by: 'if-match' as const }] : []),
    ...(version === undefined ? [] : [{ oneOf: [version], by: 'version' as const }]),
  ];
}

/** Refuses a header that is none. */
export function checkIfMatch(ifMatch: string | undefined): void {
  if (ifMatch === undefined || ifMatch === '*') return;
  const isList = ifMatch.split(',').every((tag) => /^(W\/)?"[^"]*"$/.test(tag.trim()));
  if (!isList) refuse('bad-request', ['If-Match']);
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
  if (world.now - before.at > days) refuse('idempotency-key-expired');
  if (!forgetsBodies(writes) && before.said !== said(request)) refuse('idempotency-key-reused');
  return before;
}

/** Once a conversation is over nothing is left that tells one body under a key from another. */
function forgetsBodies(writes: Writes): boolean {
  return 'conversation' in writes && isErased((writes as Held).conversation);
}

/** What a request says beside its path. Of a write that only removes secured values nothing but that is kept. */
function said(request: Request): string {
  const isSecured = request.op === 'setSecured' || request.op === 'replaceSecured' || request.op === 'patchSecured';
  if (isSecured && [...request.attributes.values()].every((text) => text === null)) return 'only removals';
  const { headers, body = '{}' } = toWire(sentOf(request));
  return `${headers['if-match'] ?? ''}\n${headers['content-type'] ?? ''}\n${inOneOrder(body)}`;
}

/** Notes that a write was applied. */
export function record(world: World, writes: Writes, request: Request, more: Partial<Done> = {}): void {
  writes.writes += 1;
  writes.last = world.now;
  if (!('key' in request) || request.key === undefined) return;
  writes.done.set(operationKey(request), { said: said(request), at: world.now, write: writes.writes, ...more });
}

/** Keeps and records what a rule has made of a conversation. One that it left as it was is no write. */
export function write(world: World, held: Held, request: Request, next: Conversation, more: Partial<Done> = {}): void {
  if (next === held.conversation) return;
  keep(world, held, next);
  record(world, held, request, more);
}

/** Writes under ids of the API's own: a data key is announced, and removed. */
const ownWrites = 2;

/**
 * Whether the contract says what comes of a request. A key is kept for 24 hours and among the newest 64: whether one that is
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
  const held = live(world, id);
  const before = held?.done.get(operationKey(request));
  if (!held || !before) return true;
  return world.now - before.at <= days && held.writes - before.write < 64 - ownWrites;
}
