import type { ChannelType, State } from '#domain/conversation.ts';
import type { ChannelTypeSettings, Leases } from '#domain/settings.ts';
import type { Bag, BagChanges, Model, ModelConversation, Newcomer } from './model.ts';
import { decidePatch, type PatchRequest } from './patch-rules.ts';
import { type Decision, decideFlush, notIn, refused } from './rules.ts';
import { merged, newer, settled } from './settling.ts';

const idle = 30 * 24 * 60 * 60;

/** A creation takes an id that is free, or whose record is over. */
export interface CreateRequest {
  readonly type: ChannelType;
  readonly data?: Bag;
  readonly participants: readonly Newcomer[];
  readonly at: number;
}

/** A new conversation. */
export function decideCreate(model: Model, { type, data = {}, participants, at }: CreateRequest): Decision {
  if (model.there !== 'nothing' && !isOver(model, at)) return refused('conversation-exists');
  const next: Model = {
    there: 'conversation',
    type,
    state: 'active',
    version: 1,
    queueId: null,
    wrapup: null,
    startTime: at,
    endTime: null,
    expires: null,
    data,
    secured: {},
    securedVersion: 0,
    bots: [],
    owners: {},
    participants: participants.map((one) => ({ ...one, version: 1, endTime: null })),
    pending: [],
    since: {},
    saved: null,
    savedNames: null,
  };
  return { next };
}

/** An erasure leaves that the id is taken. */
export function decideErase(model: Model, { at }: { readonly at: number }): Decision {
  if (model.there !== 'conversation') return refused('conversation-not-found');
  return { next: { there: 'erased', expires: Math.floor(at / 1000) + idle } };
}

/** A change of state, with what else the request changes. */
export interface EndRequest extends PatchRequest {
  readonly state: State;
  readonly at: number;
}

const transitions: Readonly<Record<State, string>> = {
  active: 'wrapup handled abandoned',
  wrapup: 'handled',
  handled: '',
  abandoned: '',
};

/** The end applies what every execution has pending and computes what is saved. */
export function decideEnd(model: Model, request: EndRequest, settings: ChannelTypeSettings): Decision {
  if (model.there !== 'conversation') return refused('conversation-not-found');
  const patch = decidePatch(model, request);
  if (!('next' in patch) || patch.next.there !== 'conversation') return patch;
  const refusal = notIn(model, ['active', 'wrapup']);
  if (refusal) return refusal;
  if (!transitions[model.state].split(' ').includes(request.state)) return refused('invalid-transition');
  return { next: moved({ ...patch.next, version: model.version }, request.state, request.at, settings) };
}

function moved(model: ModelConversation, to: State, at: number, settings: ChannelTypeSettings): ModelConversation {
  const left = model.state === 'active' ? leave(model, at, settings) : model;
  const next = newer({ ...left, state: to });
  if (to === 'wrapup') return next;
  const nothing = { data: {}, secured: {}, bots: [], owners: {}, participants: [], pending: [], since: {} };
  return to === 'handled' ? { ...next, ...nothing } : { ...next, ...nothing, wrapup: null, saved: {}, savedNames: [] };
}

function leave(model: ModelConversation, at: number, settings: ChannelTypeSettings): ModelConversation {
  const last = settled(model, () => true);
  const savedNames = last.type === 'task' || last.type === 'email' ? [] : [...settings.savedAttributes];
  const of = (test: (purpose: string) => boolean) =>
    last.participants.filter(({ purpose }) => test(purpose)).map(({ attributes }) => attributes);
  const bags = [
    ...of((purpose) => purpose === 'customer'),
    ...of((purpose) => purpose === 'agent').reverse(),
    ...of((purpose) => purpose !== 'customer' && purpose !== 'agent'),
    last.data,
  ];
  const saved = savedNames.flatMap((name) => {
    const value = bags.find((bag) => bag[name] !== undefined)?.[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  const expires = Math.floor(at / 1000) + settings.retentionDays * 24 * 60 * 60;
  return { ...last, endTime: at, expires, savedNames, saved: Object.fromEntries(saved) };
}

/** Later additions to what is saved: only what the list of the end names. */
export function decideContactData(model: Model, data: BagChanges): Decision {
  if (model.there !== 'conversation') return refused('conversation-not-found');
  if (model.state === 'active') return refused('conversation-not-ended');
  if (model.state === 'abandoned') return refused('conversation-ended');
  if (Object.keys(data).some((name) => !model.savedNames?.includes(name))) return refused('unprocessable-content');
  return { next: newer({ ...model, saved: merged(model.saved ?? {}, data) }) };
}

/** What a sweep may do to a conversation at a time: each is one write. Nothing else may change what readers see. */
export function sweepable(
  model: Model,
  lastWrite: number,
  at: number,
  leases: Required<Leases>,
  settings: ChannelTypeSettings,
): readonly Model[] {
  if (model.there !== 'conversation') return [];
  const isDue = (since: number, seconds: number) => Math.floor(since / 1000) + seconds <= Math.floor(at / 1000);
  const end = (state: State) => {
    const decision = decideEnd(model, { state, at }, settings);
    return 'next' in decision ? [decision.next] : [];
  };
  if (model.state === 'active') {
    const overdue = Object.keys(model.since).filter((one) => isDue(model.since[one] ?? at, leases.pendingSeconds));
    const flushes = overdue.flatMap((execution) => {
      const decision = decideFlush(model, { ...sweeping(model, execution), at });
      return 'next' in decision ? [decision.next] : [];
    });
    return [...flushes, ...(isDue(lastWrite, leases.activeSeconds) ? end('wrapup') : [])];
  }
  if (isOver(model, at)) return [{ there: 'nothing' }];
  return model.state === 'wrapup' && isDue(model.endTime ?? at, leases.wrapupSeconds) ? end('handled') : [];
}

/** A sweep flushes for whomever the execution belongs to. */
function sweeping({ owners }: ModelConversation, execution: string) {
  return { execution, client: owners[execution] ?? '', owner: null, attributes: {}, isBot: false };
}

/** Whether a record's time is over. */
export function isOver(model: Model, at: number): boolean {
  if (model.there === 'nothing' || model.there === 'settings') return false;
  return model.expires !== null && model.expires <= Math.floor(at / 1000);
}
