import { merge, raise, requireRoom } from '../../reference/changes.ts';
import { type Conversation, isErased } from '../../reference/conversation.ts';
import { create } from '../../reference/life.ts';
import { Refused, refuse, refuseAny, requireActive, staleVersions } from '../../reference/requirements.ts';
import { checkIfMatch, earlier, record, versionsOf } from '../checks.ts';
import { isInteger } from '../exact.ts';
import type { Expected } from '../expected.ts';
import type { Bag, RequestOf } from '../requests.ts';
import { toWire } from '../wire.ts';
import {
  type Channel,
  channelOf,
  conversationOf,
  type Held,
  live,
  type Taken,
  type World,
  writesOf,
} from '../world.ts';
import { begin, derive, derivedId, type Learnt } from './conversations.ts';

export function readChannel(world: World, { channel }: RequestOf<'readChannel'>): Expected {
  const { type, allowed } = channelOf(world, channel);
  const version = writesOf(world, toWire({ op: 'readChannel', channel }).path).writes;
  return { status: 200, body: { settings: { webchat: { type, attributes: { allowed } } }, version }, etag: version };
}

export function patchChannel(world: World, request: RequestOf<'patchChannel'>): Expected {
  checkIfMatch(request.ifMatch);
  const before = channelOf(world, request.channel);
  const { op: _, channel, type = before.type, allowed = before.allowed } = request;
  const names = allowed.map((one) => (typeof one === 'string' ? one : one.name));
  const bad = names.flatMap((name, position) => (/^[A-Za-z0-9_]+$/.test(name) ? [] : [`allowed.${position}`]));
  if (bad.length > 0) refuse('bad-request', bad);
  if (new Set(names).size < names.length) refuse('unprocessable-content', ['allowed']);
  const writes = writesOf(world, toWire(request).path);
  if (!earlier(world, writes, request)) {
    refuseAny(staleVersions(writes.writes, versionsOf(request)));
    world.channels.set(channel, { type, allowed });
    record(world, writes, request);
  }
  return readChannel(world, { op: 'readChannel', channel });
}

export function message(world: World, request: RequestOf<'message'>, learnt: Learnt): Expected {
  const id = conversationOf(world, request) ?? derivedId(world, request) ?? learnt.conversationId;
  const there = live(world, id);
  return there ? goOn(world, there, request) : first(world, id, request);
}

function first(world: World, id: string, request: RequestOf<'message'>): Expected {
  const channel = channelOf(world, request.channel);
  const customer = { id: 'customer-1', purpose: 'customer', addresses: [], attributes: new Map() };
  const facts = { id, type: channel.type, channelId: request.channel, data: new Map(), participants: [customer] };
  const held = begin(world, create({ ...facts, at: world.now }));
  const { next, ...told } = take(held.conversation, sort(request, channel, true));
  held.conversation = next;
  if (request.c === undefined) derive(world, request, id);
  const taken = { began: true, ...told };
  record(world, held, request, { taken });
  return answer(next, taken);
}

function goOn(world: World, held: Held, request: RequestOf<'message'>): Expected {
  const { conversation } = held;
  const before = earlier(world, held, request)?.taken;
  if (before) return answer(conversation, before);
  const { type, state, channelId } = conversation;
  if (channelId !== request.channel) {
    const wrong = { code: 'wrong-channel' } as const;
    throw state === 'active' ? new Refused(wrong) : new Refused(wrong, { code: 'conversation-ended' });
  }
  requireActive(conversation);
  const { allowed } = channelOf(world, request.channel);
  const { next, ...told } = take(conversation, sort(request, { type, allowed }, false));
  const taken = { began: false, ...told };
  if (taken.accepted.length === 0) return answer(conversation, taken);
  held.conversation = raise(next);
  record(world, held, request, { taken });
  return answer(conversation, taken);
}

/** What became of which attribute does not outlive the end. */
function answer(conversation: Conversation, { began, accepted, dropped }: Taken): Expected {
  const body = { conversationId: conversation.id, accepted, dropped };
  return { status: began ? 201 : 200, body: isErased(conversation) ? undefined : body };
}

interface Sorted {
  readonly accepted: Bag;
  readonly dropped: Taken['dropped'];
}

/** Keeps what has room: all that is accepted, or nothing. */
function take(
  conversation: Conversation,
  { accepted, dropped }: Sorted,
): Omit<Taken, 'began'> & { readonly next: Conversation } {
  const next = { ...conversation, data: merge(conversation.data, accepted) };
  const names = [...accepted.keys()];
  if (hasRoom(next)) return { next, accepted: names, dropped };
  const lost = names.map((name) => ({ name, reason: 'too-large' }));
  return { next: conversation, accepted: [], dropped: [...dropped, ...lost] };
}

function hasRoom(after: Conversation): boolean {
  try {
    requireRoom(after);
    return true;
  } catch {
    return false;
  }
}

/** The value that wins is judged alone. */
function sort(request: RequestOf<'message'>, channel: Channel, isFirst: boolean): Sorted {
  const { metadata = new Map(), message_metadata = new Map(), customAttributes = new Map() } = request;
  const given = new Map([...customAttributes, ...message_metadata, ...metadata]);
  const judged = [...given].map(([name, text]) => ({ name, text, reason: whyDropped(name, text, channel, isFirst) }));
  return {
    accepted: new Map(judged.flatMap(({ name, text, reason }) => (reason ? [] : [[name, text] as const]))),
    dropped: judged.flatMap(({ name, reason }) => (reason ? [{ name, reason }] : [])),
  };
}

function whyDropped(
  name: string,
  text: string | null,
  { type, allowed }: Channel,
  isFirst: boolean,
): string | undefined {
  const listed = allowed.find((one) => (typeof one === 'string' ? one : one.name) === name);
  const isAlwaysTaken = type === 'webchat' && (name === 'name' || name === 'email');
  if (listed === undefined && !isAlwaysTaken) return 'not-allowed';
  if (type === 'webchat' && !isFirst) return 'too-late';
  if (text === null) return 'wrong-type';
  if (Buffer.byteLength(text) > 8192) return 'too-large';
  return isOfType(text, typeof listed === 'object' ? listed.type : undefined) ? undefined : 'wrong-type';
}

/** Whether a JSON text is of a type; without one, of any but null, object and array. */
function isOfType(text: string, type: string | undefined): boolean {
  const actual = typeof JSON.parse(text);
  if (type === 'integer') return actual === 'number' && isInteger(text);
  return type === undefined ? actual !== 'object' : actual === type;
}
