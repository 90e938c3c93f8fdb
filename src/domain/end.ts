import { applyAttributeChanges } from '#domain/attributes.ts';
import { applyChanges } from '#domain/changes.ts';
import { channelTypeRules } from '#domain/channel-types.ts';
import type { Conversation, Owner, Participant, State } from '#domain/conversation.ts';
import { recordOperation, removeFingerprint } from '#domain/operation-ids.ts';
import { Refusal } from '#domain/refusal.ts';
import { collectSaved } from '#domain/saved.ts';
import type { Searchable } from '#domain/searchable.ts';
import type { Keeping } from '#domain/settings.ts';
import { checkSize, recountBytes } from '#domain/size.ts';
import { toSeconds } from '#domain/time.ts';
import type { End, EndRequest } from '#domain/update.ts';

/** The states that a conversation can go to from another (`docs/states.md`). */
const TRANSITIONS: Readonly<Record<State, readonly State[]>> = {
  active: ['wrapup', 'handled', 'abandoned'],
  wrapup: ['handled'],
  handled: [],
  abandoned: [],
};

/** Why a conversation can't go to a state, or undefined when it can. */
export function checkTransition({ id, state }: Conversation, to: State): Refusal | undefined {
  if (TRANSITIONS[state].includes(to)) return undefined;
  const possible = TRANSITIONS[state].join(', ') || 'no other state';
  return new Refusal(
    'invalid-transition',
    `Conversation "${id}" is ${state} and can't become ${to}: it can become ${possible}`,
  );
}

/** Decides the end of a conversation by the current settings. */
export function decideEnd(
  { type, state }: Conversation,
  { savedAttributes, retentionDays, isChannels, ownDays = new Map(), searchable = [] }: Keeping,
  request: EndRequest,
): End {
  if (state !== 'active') return request;
  const keepsValues = channelTypeRules[type].saves && request.to !== 'abandoned';
  const savedNames = channelTypeRules[type].saves ? savedAttributes : [];
  const days = new Map(keepsValues ? savedNames.map((name) => [name, ownDays.get(name) ?? retentionDays]) : []);
  // The record lasts as long as what is kept longest.
  const longest = Math.max(retentionDays, ...days.values());
  const computeEnd = (count: number) => toSeconds(request.operation.at) + count * 24 * 60 * 60;
  const savedUntil = [...days]
    .filter(([, count]) => count < longest)
    .map(([name, count]) => [name, computeEnd(count)] as const);
  return {
    ...request,
    keeps: {
      savedNames,
      expires: computeEnd(longest),
      ...(savedUntil.length > 0 && { savedUntil }),
      ...(isChannels && { savedBy: 'channel' }),
      ...keepSearchable(request.to === 'abandoned' ? [] : searchable),
    },
  };
}

/** The conversation without the saved values whose time is over at an epoch second; itself where there are none. */
export function forgetNames(conversation: Conversation, now: number): Conversation {
  const { savedUntil = [], saved = new Map(), savedNames = [], searchable = [], ...rest } = conversation;
  const isOver = ([, until]: readonly [string, number]) => until <= now;
  const gone = new Set(savedUntil.filter(isOver).map(([name]) => name));
  if (gone.size === 0) return conversation;
  const left = savedUntil.filter((one) => !isOver(one));
  return {
    ...rest,
    saved: new Map([...saved].filter(([name]) => !gone.has(name))),
    savedNames: savedNames.filter((name) => !gone.has(name)),
    ...(left.length > 0 && { savedUntil: left }),
    ...keepSearchable(searchable.filter(([name]) => !gone.has(name))),
    version: conversation.version + 1,
  };
}

/**
 * The conversation in its next state, as its item will hold it. When it leaves `active`, the pending writes of every
 * execution are applied and the saved map is computed. From `handled` or `abandoned` on nothing else is kept.
 */
export function applyEnd(conversation: Conversation, end: End): Conversation {
  const moved = { ...leaveActive(applyRequest(conversation, end), end), state: end.to };
  const next = end.to === 'abandoned' ? { ...moved, saved: new Map(), savedNames: [] } : moved;
  const whole = end.to === 'wrapup' ? next : keepRecord(next);
  return recordOperation({ ...whole, bytes: recountBytes(next), version: conversation.version + 1 }, end.operation);
}

/** Why the data that comes with an end does not fit, or undefined where it does. Pending writes always do. */
export function checkRoom(conversation: Conversation, end: EndRequest): Refusal | undefined {
  const adds = [...(end.data?.values() ?? [])].some((value) => value !== null);
  return adds ? checkSize(applyRequest(conversation, end)) : undefined;
}

function applyRequest(conversation: Conversation, { data = new Map(), queueId, wrapup }: EndRequest): Conversation {
  return applyChanges(conversation, {
    attributes: [{ owner: undefined, attributes: data }],
    ...(queueId !== undefined && { queueId }),
    ...(wrapup && { wrapup }),
  });
}

function leaveActive(conversation: Conversation, { operation, keeps }: End): Conversation {
  if (!keeps) return conversation;
  const settled = applyAllPending(conversation);
  return { ...settled, ...keeps, endTime: operation.at, saved: collectSaved(settled, keeps.savedNames) };
}

/** Applies the pending writes of every execution, in the order of their revisions. */
function applyAllPending(conversation: Conversation): Conversation {
  const executions = [...conversation.executions.values()];
  const writes = sortByRevision(executions.flatMap((execution) => execution.writes));
  const securedWrites = sortByRevision(executions.flatMap((execution) => execution.securedWrites));
  const changesOf = (owner: Owner) => takeLastOfEachName(writes.filter((write) => write.owner === owner));
  return {
    ...conversation,
    data: applyAttributeChanges(conversation.data, changesOf(undefined)),
    secured: applyAttributeChanges(conversation.secured, takeLastOfEachName(securedWrites)),
    securedVersion: conversation.securedVersion + (securedWrites.length > 0 ? 1 : 0),
    participants: conversation.participants.map((one): Participant => {
      const changes = changesOf(one.id);
      if (changes.size === 0) return one;
      return { ...one, version: one.version + 1, attributes: applyAttributeChanges(one.attributes, changes) };
    }),
    executions: new Map(),
  };
}

function sortByRevision<Write extends { readonly revision: number }>(writes: readonly Write[]): readonly Write[] {
  return writes.toSorted((a, b) => a.revision - b.revision);
}

/** The last write of each name. */
function takeLastOfEachName<Value>(
  writes: readonly { readonly name: string; readonly value: Value }[],
): ReadonlyMap<string, Value> {
  return new Map(writes.map(({ name, value }) => [name, value]));
}

/**
 * What stays of an ended conversation: the saved map and the facts of the record. Nothing stays that a participant
 * brought, or that could confirm a guess of a request's body. The operation ids stay, so that a repeated request is
 * recognised. The internal id stays until the data key is removed.
 */
function keepRecord({
  externalId: _id,
  madeBy: _body,
  wrapup,
  searchable = [],
  ...conversation
}: Conversation): Conversation {
  const operations = [...conversation.operations].map(
    ([key, { result: _names, ...operation }]) => [key, removeFingerprint(operation)] as const,
  );
  return {
    ...conversation,
    ...(wrapup && conversation.state === 'handled' && { wrapup }),
    ...keepSearchable(searchable.filter(([name]) => conversation.savedNames?.includes(name))),
    lastWrite: conversation.startTime,
    data: new Map(),
    secured: new Map(),
    bots: new Set(),
    owners: new Map(),
    participants: [],
    executions: new Map(),
    operations: new Map(operations),
  };
}

function keepSearchable(searchable: Searchable): Pick<Conversation, 'searchable'> {
  return searchable.length > 0 ? { searchable } : {};
}
