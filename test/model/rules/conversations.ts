import {
  checkBags,
  checkIfMatch,
  earlier,
  found,
  operationKey,
  record,
  refuseErased,
  requireActive,
  requireAttributes,
  requireCurrent,
} from '../checks.ts';
import { end, transitions } from '../ending.ts';
import { type Code, type Expected, Refused } from '../expected.ts';
import type { Bag, NewParticipant, RequestOf } from '../requests.ts';
import { requireRoom } from '../room.ts';
import { type Conversation, change, days, live, type Participant, type World } from '../world.ts';

/** The ids that the server has made are learnt from its answer; all else the model knows. */
export interface Learnt {
  readonly id: string;
  readonly revision: number;
  readonly conversationId: string;
  readonly participants: readonly { readonly id: string }[];
  readonly notSet: readonly { readonly name: string; readonly didYouMean?: string }[];
}

export function create(world: World, request: RequestOf<'create'>, learnt: Learnt): Expected {
  const bags = [request.data, ...request.participants.map(({ attributes }) => attributes)];
  checkBags(...bags.map((bag) => ({ bag, values: 'json' as const, removals: false })));
  if (bags.some((bag) => bag && bag.size > 0)) requireAttributes(request);
  const id = request.id ?? derivedId(world, request) ?? learnt.id;
  const { type, queueId, externalId, data } = request;
  const conversation = newConversation(world, id, { type, queueId, externalId, data });
  request.participants.forEach((one, position) => {
    conversation.participants.push(joined(conversation, one, learnt.participants?.[position]?.id));
  });
  requireRoom(conversation);
  const there = live(world, id);
  if (there) return repeated(world, request, there);
  requireFree(world, id);
  world.conversations.set(id, conversation);
  world.erased.delete(id);
  if (request.id === undefined) derive(world, request, id);
  record(world, conversation, request);
  return { status: 201, body: bodyOf(conversation), etag: 1, location: `/api/v2/conversations/${id}` };
}

/**
 * Refuses an id that was erased within 30 days, or whose record is over but knows of a data key: the sweeper, who removes
 * that, has not been there since.
 */
export function requireFree(world: World, id: string): void {
  const isTaken = (world.erased.get(id)?.until ?? 0) > world.now || world.conversations.get(id)?.hasDataKey;
  if (isTaken) throw new Refused('conversation-exists');
}

/** A creation whose id is in use: told the conversation if it is the same request again. */
function repeated(world: World, request: RequestOf<'create'>, there: Conversation): Expected {
  if (earlier(world, there, request)) return { status: 201, body: bodyOf(there), etag: there.version };
  const isMade = request.id === undefined;
  throw new Refused(isMade ? ['conversation-exists', 'idempotency-key-reused'] : 'conversation-exists');
}

/** The id that a request was given under its Idempotency-Key. */
export function derivedId(world: World, request: RequestOf<'create' | 'message'>): string | undefined {
  return request.key === undefined ? undefined : world.derived.get(operationKey(request));
}

/** Notes the id that the server has made for a request. */
export function derive(world: World, request: RequestOf<'create' | 'message'>, id: string): void {
  if (request.key !== undefined) world.derived.set(operationKey(request), id);
}

interface Facts {
  readonly type: string;
  readonly queueId?: string | undefined;
  readonly externalId?: string | undefined;
  readonly channel?: string;
  readonly data?: Bag | undefined;
}

/** A conversation as it begins, without participants. */
export function newConversation(world: World, id: string, facts: Facts): Conversation {
  const { type, queueId, externalId, channel, data } = facts;
  return {
    ...{ id, type, queueId, externalId, channel, state: 'active', start: world.now, wrapup: {}, version: 1 },
    ...{ secured: new Map(), securedVersion: 0, hasDataKey: false, bots: new Set(), owners: new Map() },
    ...{ data: new Map(data), participants: [], pending: new Map(), done: new Map() },
    ...{ saved: new Map(), savedNames: [], writes: 0, last: world.now, revision: 0 },
  };
}

/** A participant as it joins, with the id that the request gives, or one made of its purpose. */
export function joined({ participants }: Conversation, one: NewParticipant, learnt = ''): Participant {
  const { purpose, externalId, addresses = [], attributes } = one;
  const isMade = learnt.startsWith(purpose) && /^-\d+$/.test(learnt.slice(purpose.length));
  const isFree = participants.every((other) => other.id !== learnt);
  const id = one.id ?? (isMade && isFree ? learnt : `${purpose} and a number`);
  return { id, purpose, externalId, addresses, version: 1, attributes: new Map(attributes) };
}

export function read(world: World, { c, expand }: RequestOf<'read'>): Expected {
  const conversation = found(world, c);
  return { status: 200, body: bodyOf(conversation, expand), etag: conversation.version };
}

export function patch(world: World, request: RequestOf<'patch'>): Expected {
  const { c, data, state, queueId, wrapup: { code, notes } = {} } = request;
  checkIfMatch(request.ifMatch);
  checkBags({ bag: data, values: 'json', removals: true });
  const conversation = found(world, c);
  const answer = () => ({ status: 200, body: bodyOf(conversation), etag: conversation.version });
  if (earlier(world, conversation, request)) return answer();
  if (data) {
    requireAttributes(conversation);
    requireActive(conversation);
  }
  const wrongState = state !== undefined && !transitions[conversation.state].includes(state);
  if (!wrongState) refuseErased(conversation);
  refuseTransition(conversation, request, wrongState);
  const after = { ...conversation, data: new Map(conversation.data) };
  change(after, [{ owner: undefined, bag: data ?? new Map() }]);
  if (data) requireRoom(after);
  const isChange = data?.size || queueId !== undefined || code !== undefined || notes !== undefined || state;
  if (!isChange) return answer();
  conversation.data = after.data;
  if (queueId !== undefined) conversation.queueId = queueId ?? undefined;
  if (code !== undefined) conversation.wrapup.code = code;
  if (notes !== undefined) conversation.wrapup.notes = notes;
  if (state !== undefined) end(world, conversation, state as Conversation['state']);
  conversation.version += 1;
  record(world, conversation, request);
  return answer();
}

/** A version that is not current and a state that can't be next are of one step: either may be told. */
function refuseTransition(conversation: Conversation, request: RequestOf<'patch'>, wrongState: boolean): void {
  const { ifMatch, version } = request;
  if (!wrongState) {
    requireCurrent({ current: conversation.version, ifMatch, version });
    return;
  }
  const codes: Code[] = ['invalid-transition', 'conversation-ended'];
  if (ifMatch !== undefined) codes.push('precondition-failed');
  if (version !== undefined) codes.push('version-conflict');
  throw new Refused(codes);
}

export function erase(world: World, request: RequestOf<'erase'>): Expected {
  checkIfMatch(request.ifMatch);
  const erased = world.erased.get(request.c);
  const isRepeated = request.key !== undefined && erased?.key === request.key && erased.until > world.now;
  if (isRepeated && !live(world, request.c)) return { status: 204 };
  requireCurrent({ current: found(world, request.c).version, ifMatch: request.ifMatch });
  world.conversations.delete(request.c);
  world.erased.set(request.c, { until: world.now + 30 * days, key: request.key });
  return { status: 204 };
}

/** A conversation as answers show it; without `expand` everything but its wrap-up. */
function bodyOf(conversation: Conversation, expand: readonly string[] = ['participants', 'data']): object {
  const { version, data, participants, wrapup } = conversation;
  const hasWrapup = expand.includes('wrapup') && Object.keys(wrapup).length > 0;
  return {
    ...summaryOf(conversation),
    ...{ version, data },
    participants: expand.includes('participants')
      ? participants.map(({ externalId: _, addresses: __, ...one }) => one)
      : undefined,
    wrapup: hasWrapup ? wrapup : undefined,
  };
}

/** A conversation in a list. */
export function summaryOf({ id, type, state, queueId, start, end: ended }: Conversation): object {
  const endTime = ended === undefined ? undefined : new Date(ended).toISOString();
  return { id, type, state, queueId, startTime: new Date(start).toISOString(), endTime };
}

export function history(world: World, { c }: RequestOf<'history'>): Expected {
  return { status: 200, body: historyOf(ended(world, c)) };
}

/** A conversation that has a history: what was abandoned has none. */
export function ended(world: World, id: string): Conversation {
  const conversation = found(world, id);
  if (!hasHistory(conversation)) throw new Refused('conversation-not-found');
  return conversation;
}

export function hasHistory({ state }: Conversation): boolean {
  return state === 'wrapup' || state === 'handled';
}

/** What the history view and the contact log show. */
export function historyOf({ id, type, queueId, start, end: ended = start, wrapup, saved }: Conversation): object {
  const times = { startTime: new Date(start).toISOString(), endTime: new Date(ended).toISOString() };
  const noted = Object.keys(wrapup).length > 0 ? wrapup : undefined;
  return { id, type, queueId, ...times, wrapup: noted, data: saved };
}
