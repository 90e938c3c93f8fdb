import { merge } from '../../reference/changes.ts';
import {
  type Attributes,
  type Conversation,
  isErased,
  type Newcomer,
  type Participant,
  type State,
} from '../../reference/conversation.ts';
import * as reference from '../../reference/life.ts';
import * as patches from '../../reference/patches.ts';
import { Refused, refuse, refuseAny, staleVersions } from '../../reference/requirements.ts';
import { checkBags, checkIfMatch, earlier, found, operationKey, record, versionsOf, write } from '../checks.ts';
import type { Expected } from '../expected.ts';
import type { Bag, NewParticipant, RequestOf } from '../requests.ts';
import { rawOf } from '../rules.ts';
import { channelOf, type Held, keepingOf, live, type World } from '../world.ts';
import { type Sorted, sort } from './sorting.ts';

/** What the contract leaves open is learnt from the answer; all else the model knows. */
export interface Learnt {
  readonly id: string;
  readonly revision: number;
  readonly conversationId: string;
  readonly notSet: readonly { readonly name: string; readonly didYouMean?: string }[];
}

export function create(world: World, request: RequestOf<'create'>, learnt: Learnt): Expected {
  const sorted = sortMetadata(world, request);
  const metadata = sorted ? undefined : request.metadata;
  const bags = [request.data, metadata, ...request.participants.map(({ attributes }) => attributes)];
  checkBags(...bags.map((bag) => ({ bag, values: 'json' as const, removals: false })));
  const id = request.id ?? derivedId(world, request) ?? learnt.id;
  const { type, queueId, externalId, channelId } = request;
  const data = new Map([...attributesIn(sorted?.accepted ?? metadata), ...attributesIn(request.data)]);
  const participants = request.participants.map(newcomer);
  const beginning = { id, type, queueId, externalId, channelId, data, participants };
  const conversation = reference.create({ ...beginning, at: world.now });
  const there = live(world, id);
  if (there) return repeated(world, request, there);
  const taken = sorted && { began: true, accepted: [...sorted.accepted.keys()], dropped: sorted.dropped };
  record(world, begin(world, conversation), request, taken && { taken });
  if (request.id === undefined) derive(world, request, id);
  const body = { ...bodyOf(conversation), dropped: sorted?.dropped };
  return { status: 201, body, etag: 1, location: `/api/v2/conversations/${id}` };
}

/** What came of a channel is sorted by its list. */
function sortMetadata(world: World, { channelId, metadata, type }: RequestOf<'create'>): Sorted | undefined {
  if (channelId === undefined || !metadata?.size) return undefined;
  return sort(rawOf(metadata), { ...channelOf(world, channelId), ...(type === 'webchat' && { type }) }, true);
}

/** What a request's bag makes of none. */
function attributesIn(bag: Bag = new Map()): Attributes {
  return merge(new Map(), bag);
}

/** A participant of a request. */
export function newcomer({ addresses = [], attributes, ...one }: NewParticipant): Newcomer {
  return { ...one, addresses, attributes: attributesIn(attributes) };
}

/** A conversation whose id is free. */
export function begin(world: World, conversation: Conversation): Held {
  const { id } = conversation;
  requireFree(world, id);
  const held = { conversation, writes: 0, last: world.now, done: new Map(), revision: 0 };
  world.conversations.set(id, held);
  world.erased.delete(id);
  return held;
}

/**
 * Refuses an id that was erased within 30 days, or whose record is over but knows of a data key: the sweeper, who removes
 * that, has not been there since.
 */
function requireFree({ erased, dataKeys, now }: World, id: string): void {
  if ((erased.get(id)?.until ?? 0) > now || dataKeys.has(id)) refuse('conversation-exists');
}

/** A creation whose id is in use: told the conversation if it is the same request again. */
function repeated(world: World, request: RequestOf<'create'>, there: Held): Expected {
  const { conversation } = there;
  const before = earlier(world, there, request);
  if (before) {
    const body = { ...bodyOf(conversation), dropped: before.taken?.dropped };
    // What became of which attribute does not outlive the end.
    const isOpen = before.taken !== undefined && isErased(conversation);
    return { status: 201, body: isOpen ? undefined : body, etag: conversation.version };
  }
  const exists = { code: 'conversation-exists' } as const;
  throw request.id === undefined ? new Refused(exists, { code: 'idempotency-key-reused' }) : new Refused(exists);
}

/** The id that a request was given under its Idempotency-Key. */
export function derivedId(world: World, request: RequestOf<'create' | 'message'>): string | undefined {
  return request.key === undefined ? undefined : world.derived.get(operationKey(request));
}

/** Notes the id that the server has made for a request. */
export function derive(world: World, request: RequestOf<'create' | 'message'>, id: string): void {
  if (request.key !== undefined) world.derived.set(operationKey(request), id);
}

export function read(world: World, { c, expand }: RequestOf<'read'>): Expected {
  const { conversation } = found(world, c);
  return { status: 200, body: bodyOf(conversation, expand), etag: conversation.version };
}

export function patch(world: World, request: RequestOf<'patch'>): Expected {
  const { c, data, state, queueId } = request;
  checkIfMatch(request.ifMatch);
  checkBags(...[data, request.if].map((bag) => ({ bag, values: 'json' as const, removals: true })));
  const held = found(world, c);
  if (!earlier(world, held, request)) {
    const change = {
      data,
      expected: request.if,
      mergesObjects: request.merge,
      queueId,
      wrapup: wrapupOf(request),
      versions: versionsOf(request),
    };
    const { conversation } = held;
    const next =
      state === undefined
        ? patches.patch(conversation, change)
        : reference.end(
            conversation,
            { ...change, state: state as State, at: world.now },
            keepingOf(world, conversation),
          );
    write(world, held, request, next);
  }
  return { status: 200, body: bodyOf(held.conversation), etag: held.conversation.version };
}

function wrapupOf({ wrapup: { code, notes } = {} }: RequestOf<'patch'>): Conversation['wrapup'] | undefined {
  const wrapup = { ...(code !== undefined && { code }), ...(notes !== undefined && { notes }) };
  return Object.keys(wrapup).length > 0 ? wrapup : undefined;
}

export function erase(world: World, request: RequestOf<'erase'>): Expected {
  const { c, key } = request;
  checkIfMatch(request.ifMatch);
  const erased = world.erased.get(c);
  const isRepeated = key !== undefined && erased?.key === key && erased.until > world.now;
  if (isRepeated && !live(world, c)) return { status: 204 };
  refuseAny(staleVersions(found(world, c).conversation.version, versionsOf(request)));
  world.conversations.delete(c);
  world.dataKeys.delete(c);
  world.erased.set(c, { until: world.now + reference.ERASED_TIME, key });
  return { status: 204 };
}

/** A conversation as answers show it; without `expand` everything but its wrap-up. */
function bodyOf(conversation: Conversation, expand: readonly string[] = ['participants', 'data']): object {
  const { version, data, participants, wrapup } = conversation;
  const hasWrapup = expand.includes('wrapup') && Object.keys(wrapup).length > 0;
  return {
    ...summaryOf(conversation),
    ...{ version, data },
    participants: expand.includes('participants') ? participants.map(participantIn) : undefined,
    wrapup: hasWrapup ? wrapup : undefined,
  };
}

/** A participant as answers show it. */
export function participantIn({ id, purpose, version, attributes, endTime }: Participant) {
  return { id, purpose, version, attributes, endTime: timeIn(endTime) };
}

/** RFC 3339. */
export function timeIn(time: number | undefined): string | undefined {
  return time === undefined ? undefined : new Date(time).toISOString();
}

/** A conversation in a list. */
export function summaryOf({ id, type, state, queueId, startTime, endTime }: Conversation): object {
  return { id, type, state, queueId, startTime: timeIn(startTime), endTime: timeIn(endTime) };
}

export function history(world: World, { c }: RequestOf<'history'>): Expected {
  const conversation = ended(world, c);
  const { savedBy = 'type' } = conversation;
  return { status: 200, body: { ...historyOf(conversation), savedBy } };
}

/** A conversation that has a history: what was abandoned has none. */
export function ended(world: World, id: string): Conversation {
  const { conversation } = found(world, id);
  return hasHistory(conversation) ? conversation : refuse('conversation-not-found');
}

export function hasHistory({ state }: Conversation): boolean {
  return state === 'wrapup' || state === 'handled';
}

/** What the history view and the contact log show. */
export function historyOf({ id, type, queueId, startTime, endTime = startTime, wrapup, saved }: Conversation): object {
  const noted = Object.keys(wrapup).length > 0 ? wrapup : undefined;
  return { id, type, queueId, startTime: timeIn(startTime), endTime: timeIn(endTime), wrapup: noted, data: saved };
}
