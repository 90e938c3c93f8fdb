import { change, merge, raise, requireRoom } from './changes.ts';
import type { Attributes, Changes, Conversation, Newcomer, Participant, State } from './conversation.ts';
import { changesOf } from './flows.ts';
import { apply, numbered, type Patch } from './patches.ts';
import { type Refusal, refuse, refuseAny, requireAttributes } from './requirements.ts';

const DAY = 24 * 60 * 60 * 1000;

/** How long the id of an erased conversation stays taken. */
export const ERASED_TIME = 30 * DAY;

/** What a conversation begins with. */
export interface Beginning extends Pick<Conversation, 'id' | 'type' | 'queueId' | 'externalId' | 'channelId'> {
  readonly data: Attributes;
  readonly participants: readonly Newcomer[];
  readonly at: number;
}

/** A new conversation. */
export function create({ data, participants, at, ...facts }: Beginning): Conversation {
  if ([data, ...participants.map(({ attributes }) => attributes)].some(({ size }) => size > 0))
    requireAttributes(facts);
  const there: Participant[] = [];
  for (const one of participants) {
    there.push({ ...one, id: one.id ?? numbered(one.purpose, [...there, ...participants]), version: 1 });
  }
  const conversation: Conversation = {
    ...facts,
    ...{ state: 'active', version: 1, startTime: at, wrapup: {}, data, participants: there },
    ...{ secured: new Map(), securedVersion: 0, pending: new Map(), bots: new Set(), owners: new Map() },
    ...{ saved: new Map(), savedNames: [] },
  };
  requireRoom(conversation);
  return conversation;
}

/** What a channel type keeps, and for how long. */
export interface Keeping {
  readonly savedAttributes: readonly string[];
  readonly retentionDays: number;
  /** The days of names that are kept for other times. @default none are */
  readonly ownDays?: ReadonlyMap<string, number>;
  /** The list is that of the conversation's channel. @default of its type */
  readonly savedBy?: 'channel';
}

const TRANSITIONS: Readonly<Record<State, readonly State[]>> = {
  active: ['wrapup', 'handled', 'abandoned'],
  wrapup: ['handled'],
  handled: [],
  abandoned: [],
};

/** A change of state, with what else the request changes: that is applied first, so that it is saved too. */
export interface End extends Patch {
  readonly state: State;
  readonly at: number;
}

/** The end applies what every execution has pending, and keeps what is on the list. */
export function end(conversation: Conversation, request: End, keeping: Keeping): Conversation {
  const { state, at } = request;
  const { next, stale } = apply(conversation, request);
  const wrong: readonly Refusal[] = TRANSITIONS[conversation.state].includes(state)
    ? []
    : [{ code: 'invalid-transition' }];
  refuseAny([...stale, ...wrong]);
  if (request.data) requireRoom(next);
  // What is abandoned keeps nothing, so no name of it has a time of its own.
  const own = state === 'abandoned' ? { ...keeping, ownDays: new Map() } : keeping;
  const left = conversation.state === 'active' ? leaveActive(next, at, own) : next;
  const moved = raise({ ...left, state });
  if (state === 'handled') return recordOf(moved);
  return state === 'wrapup' ? moved : { ...recordOf(moved), wrapup: {}, saved: new Map(), savedNames: [] };
}

function leaveActive(
  conversation: Conversation,
  at: number,
  { savedAttributes, retentionDays, savedBy, ownDays = new Map() }: Keeping,
): Conversation {
  const settled = change({ ...conversation, pending: new Map() }, changesOf(conversation, conversation.pending.keys()));
  const savedNames = ['task', 'email'].includes(conversation.type) ? [] : savedAttributes;
  const daysOf = (name: string) => ownDays.get(name) ?? retentionDays;
  // What is kept longest counts for the record.
  const longest = Math.max(retentionDays, ...savedNames.map(daysOf));
  const after = (days: number) => Math.floor(at / 1000) * 1000 + days * DAY;
  const sooner = savedNames.filter((name) => daysOf(name) < longest);
  const savedUntil = ofSome(sooner.map((name) => [name, after(daysOf(name))]));
  const saved = savedOf(settled, savedNames);
  return { ...settled, endTime: at, expires: after(longest), savedNames, savedBy, saved, savedUntil };
}

function ofSome(times: readonly (readonly [name: string, until: number])[]): ReadonlyMap<string, number> | undefined {
  return times.length > 0 ? new Map(times) : undefined;
}

/** Values whose own time is over are gone, and can't be added again; the record stays. */
export function forget(conversation: Conversation, at: number): Conversation {
  const { saved, savedNames, savedUntil = new Map() } = conversation;
  const isKept = (name: string) => (savedUntil.get(name) ?? Infinity) > at;
  if ([...savedUntil.keys()].every(isKept)) return conversation;
  return raise({
    ...conversation,
    saved: new Map([...saved].filter(([name]) => isKept(name))),
    savedNames: savedNames.filter(isKept),
    savedUntil: ofSome([...savedUntil].filter(([name]) => isKept(name))),
  });
}

/** Of several owners with a name a customer counts first, then the agent who joined last, then others, then `data`. */
export function savedOf({ participants, data }: Conversation, names: readonly string[]): Attributes {
  const of = (test: (purpose: string) => boolean) =>
    participants.filter(({ purpose }) => test(purpose)).map(({ attributes }) => attributes);
  const bags = [
    ...of((purpose) => purpose === 'customer'),
    ...of((purpose) => purpose === 'agent').reverse(),
    ...of((purpose) => purpose !== 'customer' && purpose !== 'agent'),
    data,
  ];
  const values = names.map((name) => [name, bags.find((bag) => bag.has(name))?.get(name)] as const);
  return new Map(values.filter((entry): entry is [string, string] => entry[1] !== undefined));
}

/** What stays of a conversation that is handled. */
function recordOf(conversation: Conversation): Conversation {
  const nothing = {
    data: new Map(),
    secured: new Map(),
    bots: new Set<string>(),
    owners: new Map(),
    pending: new Map(),
  };
  return { ...conversation, ...nothing, participants: [], externalId: undefined };
}

/** Later additions to what is saved: only what the list of the end names. */
export function addContactData(conversation: Conversation, data: Changes): Conversation {
  if (conversation.state === 'active') refuse('conversation-not-ended');
  if (conversation.state === 'abandoned') refuse('conversation-ended');
  const unlisted = [...data.keys()].filter((name) => !conversation.savedNames.includes(name));
  if (unlisted.length > 0) refuse('unprocessable-content', unlisted);
  return data.size === 0 ? conversation : raise({ ...conversation, saved: merge(conversation.saved, data) });
}

/** How long things may stay as they are, in milliseconds. */
export interface Leases {
  /** A batch, from its first set on. */
  readonly pending: number;
  /** An active conversation, from the last write on. */
  readonly active: number;
  readonly wrapup: number;
}

/** What a sweep has to do to a conversation that is not over. */
export interface Due {
  /** Where the conversation is to go. */
  readonly state?: 'wrapup' | 'handled';
  /** What is to be flushed. */
  readonly executions: readonly string[];
}

export function dueOf(conversation: Conversation, lastWrite: number, at: number, leases: Leases): Due {
  const { state, endTime = at, pending } = conversation;
  const isDue = (since: number, lease: number) => since + lease <= at;
  if (state === 'wrapup' && isDue(endTime, leases.wrapup)) return { state: 'handled', executions: [] };
  if (state !== 'active') return { executions: [] };
  const executions = [...pending].filter(([, { since }]) => isDue(since, leases.pending)).map(([id]) => id);
  return isDue(lastWrite, leases.active) ? { state: 'wrapup', executions } : { executions };
}
