import { checkIfMatch, earlier, record, requireActive, requireCurrent } from '../checks.ts';
import { isInteger } from '../exact.ts';
import { type Expected, Refused } from '../expected.ts';
import type { Bag, RequestOf } from '../requests.ts';
import { requireRoom } from '../room.ts';
import { toWire } from '../wire.ts';
import {
  type Channel,
  type Conversation,
  channelOf,
  conversationOf,
  live,
  merge,
  type Taken,
  type World,
  writesOf,
} from '../world.ts';
import { derive, derivedId, joined, type Learnt, newConversation, requireFree } from './conversations.ts';

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
  if (bad.length > 0) throw new Refused('bad-request', { names: bad });
  if (new Set(names).size < names.length) throw new Refused('unprocessable-content', { names: ['allowed'] });
  const writes = writesOf(world, toWire(request).path);
  if (!earlier(world, writes, request)) {
    requireCurrent({ ...request, current: writes.writes });
    world.channels.set(channel, { type, allowed });
    record(world, writes, request);
  }
  return readChannel(world, { op: 'readChannel', channel });
}

export function message(world: World, request: RequestOf<'message'>, learnt: Learnt): Expected {
  const id = conversationOf(world, request) ?? derivedId(world, request) ?? learnt.conversationId;
  const there = live(world, id);
  return there ? goOn(world, there, request) : begin(world, id, request);
}

function begin(world: World, id: string, request: RequestOf<'message'>): Expected {
  requireFree(world, id);
  const channel = channelOf(world, request.channel);
  const conversation = newConversation(world, id, { type: channel.type, channel: request.channel });
  conversation.participants.push(joined(conversation, { id: 'customer-1', purpose: 'customer' }));
  const taken = { began: true, ...take(conversation, sort(request, channel, true)) };
  world.conversations.set(id, conversation);
  world.erased.delete(id);
  if (request.c === undefined) derive(world, request, id);
  record(world, conversation, request, { taken });
  return answer(conversation, taken);
}

function goOn(world: World, conversation: Conversation, request: RequestOf<'message'>): Expected {
  const before = earlier(world, conversation, request)?.taken;
  if (before) return answer(conversation, before);
  if (conversation.channel !== request.channel) {
    throw new Refused(conversation.state === 'active' ? 'wrong-channel' : ['wrong-channel', 'conversation-ended']);
  }
  requireActive(conversation);
  const { type } = conversation;
  const { allowed } = channelOf(world, request.channel);
  const taken = { began: false, ...take(conversation, sort(request, { type, allowed }, false)) };
  if (taken.accepted.length === 0) return answer(conversation, taken);
  conversation.version += 1;
  record(world, conversation, request, { taken });
  return answer(conversation, taken);
}

/** What became of which attribute does not outlive the end. */
function answer({ id: conversationId, state }: Conversation, { began, accepted, dropped }: Taken): Expected {
  const isOver = state === 'handled' || state === 'abandoned';
  return { status: began ? 201 : 200, body: isOver ? undefined : { conversationId, accepted, dropped } };
}

interface Sorted {
  readonly accepted: Bag;
  readonly dropped: Taken['dropped'];
}

/** Keeps what has room: all that is accepted, or nothing. */
function take(conversation: Conversation, { accepted, dropped }: Sorted): Omit<Taken, 'began'> {
  const data = new Map(conversation.data);
  merge(data, accepted);
  const names = [...accepted.keys()];
  if (names.length > 0 && !hasRoom({ ...conversation, data })) {
    return { accepted: [], dropped: [...dropped, ...names.map((name) => ({ name, reason: 'too-large' }))] };
  }
  conversation.data = data;
  return { accepted: names, dropped };
}

function hasRoom(after: Conversation): boolean {
  try {
    requireRoom(after);
    return true;
  } catch {
    return false;
  }
}

/** Section 5, "Channels": the value that wins is judged alone. */
function sort(request: RequestOf<'message'>, channel: Channel, isFirst: boolean): Sorted {
  const { metadata = new Map(), message_metadata = new Map(), customAttributes = new Map() } = request;
  const given = new Map([...customAttributes, ...message_metadata, ...metadata]);
  const judged = [...given].map(([name, text]) => ({ name, text, reason: whyDropped(name, text, channel, isFirst) }));
  return {
    accepted: new Map(judged.flatMap(({ name, text, reason }) => (reason ? [] : [[name, text] as const]))),
    dropped: judged.flatMap(({ name, reason }) => (reason ? [{ name, reason }] : [])),
  };
}

function whyDropped(name: string, text: string, { type, allowed }: Channel, isFirst: boolean): string | undefined {
  const listed = allowed.find((one) => (typeof one === 'string' ? one : one.name) === name);
  const isAlwaysTaken = type === 'webchat' && (name === 'name' || name === 'email');
  if (listed === undefined && !isAlwaysTaken) return 'not-allowed';
  if (type === 'webchat' && !isFirst) return 'too-late';
  if (Buffer.byteLength(text) > 8192) return 'too-large';
  return isOfType(text, typeof listed === 'object' ? listed.type : undefined) ? undefined : 'wrong-type';
}

/** Whether a JSON text is of a type; without one, of any but null, object and array. */
function isOfType(text: string, type: string | undefined): boolean {
  const actual = typeof JSON.parse(text);
  if (type === 'integer') return actual === 'number' && isInteger(text);
  return type === undefined ? actual !== 'object' : actual === type;
}
