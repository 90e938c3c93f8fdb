import { merge, raise, requireRoom } from '../../reference/changes.ts';
import { type Conversation, isErased } from '../../reference/conversation.ts';
import { create } from '../../reference/life.ts';
import { Refused, refuse, refuseAny, requireActive, staleVersions } from '../../reference/requirements.ts';
import { checkIfMatch, earlier, record, versionsOf } from '../checks.ts';
import type { Expected } from '../expected.ts';
import type { Bag, RequestOf } from '../requests.ts';
import { toWire } from '../wire.ts';
import { channelOf, conversationOf, type Held, live, type Taken, type World, writesOf } from '../world.ts';
import { begin, derive, derivedId, type Learnt } from './conversations.ts';
import { missingOf, type Sorted, sort } from './sorting.ts';

export function readChannel(world: World, { channel }: RequestOf<'readChannel'>): Expected {
  const { type, allowed, required, ...keeping } = channelOf(world, channel);
  const version = writesOf(world, toWire({ op: 'readChannel', channel }).path).writes;
  return {
    status: 200,
    body: { settings: { webchat: { type, attributes: { allowed, required }, ...keeping } }, version },
    etag: version,
  };
}

export function patchChannel(world: World, request: RequestOf<'patchChannel'>): Expected {
  checkIfMatch(request.ifMatch);
  const before = channelOf(world, request.channel);
  const { channel, type = before.type, allowed = before.allowed, required = before.required } = request;
  const names = allowed.map((one) => (typeof one === 'string' ? one : one.name));
  const bad = names.flatMap((name, position) => (/^[A-Za-z0-9_]+$/.test(name) ? [] : [`allowed.${position}`]));
  if (bad.length > 0) refuse('bad-request', bad);
  if (new Set(names).size < names.length) refuse('unprocessable-content', ['allowed']);
  const writes = writesOf(world, toWire(request).path);
  if (!earlier(world, writes, request)) {
    refuseAny(staleVersions(writes.writes, versionsOf(request)));
    const savedAttributes = given(request.savedAttributes, before.savedAttributes);
    const retentionDays = given(request.retentionDays, before.retentionDays);
    world.channels.set(channel, { type, allowed, required, savedAttributes, retentionDays });
    record(world, writes, request);
  }
  return readChannel(world, { op: 'readChannel', channel });
}

/** What a patch leaves of a setting; null takes it away. */
function given<T>(next: T | null | undefined, before: T | undefined): T | undefined {
  return next === undefined ? before : (next ?? undefined);
}

export function message(world: World, request: RequestOf<'message'>, learnt: Learnt): Expected {
  const id = conversationOf(world, request) ?? derivedId(world, request) ?? learnt.conversationId;
  const there = live(world, id);
  return there ? goOn(world, there, request) : first(world, id, request);
}

function first(world: World, id: string, request: RequestOf<'message'>): Expected {
  const channel = channelOf(world, request.channel);
  const sorted = sort(brought(request), channel, true);
  const missing = missingOf(channel, sorted);
  if (missing.length > 0) refuse('unprocessable-content', missing);
  const customer = { id: 'customer-1', purpose: 'customer', addresses: [], attributes: new Map() };
  const facts = { id, type: channel.type, channelId: request.channel, data: new Map(), participants: [customer] };
  const held = begin(world, create({ ...facts, at: world.now }));
  const { next, ...told } = take(held.conversation, sorted);
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
  if (channelId !== request.channel || !takesGuests(type)) {
    const wrong = { code: 'wrong-channel' } as const;
    throw state === 'active' ? new Refused(wrong) : new Refused(wrong, { code: 'conversation-ended' });
  }
  requireActive(conversation);
  const channel = channelOf(world, request.channel);
  const { next, ...told } = take(conversation, sort(brought(request), { ...channel, type }, false));
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
function brought(request: RequestOf<'message'>): Bag {
  const { metadata = new Map(), message_metadata = new Map(), customAttributes = new Map() } = request;
  return new Map([...customAttributes, ...message_metadata, ...metadata]);
}

function takesGuests(type: string): boolean {
  return !['voice', 'callback', 'task', 'email'].includes(type);
}
