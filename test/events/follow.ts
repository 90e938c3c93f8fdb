import type { Attributes } from '#domain/attributes.ts';
import { listLogSteps } from '#domain/change-log.ts';
import { type ConversationEvent, type Held, listEvents } from '#domain/events.ts';
import { type Json, stringify } from '#domain/json.ts';

/** What a consumer of events knows of a conversation. Values are JSON texts. */
export interface View {
  readonly type: string;
  readonly state: string;
  readonly queueId: string | null;
  readonly version: number;
  readonly securedVersion: number;
  readonly data: ReadonlyMap<string, string>;
  readonly secured: ReadonlySet<string>;
  readonly participants: ReadonlyMap<string, ParticipantView>;
  readonly saved: ReadonlyMap<string, string>;
}

interface ParticipantView {
  readonly purpose: string;
  readonly version: number;
  readonly hasLeft: boolean;
  readonly attributes: ReadonlyMap<string, string>;
}

/** What a consumer knows after the next event; undefined: there is no conversation. */
function follow(view: View | undefined, { type, data }: ConversationEvent): View | undefined {
  const versions = { version: data.version, securedVersion: data.securedVersion };
  if (type === 'conversation.started') {
    const nothing = { data: new Map(), secured: new Set<string>(), participants: new Map(), saved: new Map() };
    return { type: data.conversationType, state: 'active', queueId: data.queueId ?? null, ...versions, ...nothing };
  }
  if (!view) throw new Error(`${type} comes before the conversation has started`);
  const next = { ...view, ...versions };
  switch (type) {
    case 'conversation.queue-changed':
      return { ...next, queueId: data.queueId };
    case 'participant.joined': {
      const { participantId: id, participantVersion: version, purpose } = data;
      const one = { purpose, version, hasLeft: false, attributes: new Map() };
      return { ...next, participants: new Map(view.participants).set(id, one) };
    }
    case 'participant.left':
      return withParticipant(next, data, (one) => ({ ...one, hasLeft: true }));
    case 'attributes.changed':
      if (data.participantId === undefined) return { ...next, data: changed(view.data, data) };
      return withParticipant(next, data, (one) => ({ ...one, attributes: changed(one.attributes, data) }));
    case 'secured-attributes.changed': {
      const names = new Set(view.secured).difference(new Set(data.removed)).union(new Set(data.set));
      return { ...next, secured: names };
    }
    case 'conversation.state-changed': {
      const { state } = data;
      if (state === 'active' || state === 'wrapup') return { ...next, state };
      const gone = { data: new Map(), secured: new Set<string>(), participants: new Map() };
      return { ...next, state, ...gone };
    }
    case 'saved-data.changed':
      return { ...next, saved: changed(view.saved, data) };
    case 'flow.flushed':
    case 'conversation.wrapup-changed':
      return next;
    case 'conversation.erased':
    case 'conversation.expired':
      return undefined;
  }
}

function withParticipant(
  view: View,
  { participantId = '', participantVersion: version = 0 }: { participantId?: string; participantVersion?: number },
  change: (one: ParticipantView) => ParticipantView,
): View {
  const one = view.participants.get(participantId);
  if (!one) throw new Error(`${participantId} has not joined`);
  return { ...view, participants: new Map(view.participants).set(participantId, { ...change(one), version }) };
}

function changed(
  bag: ReadonlyMap<string, string>,
  change: {
    readonly set: readonly string[];
    readonly removed: readonly string[];
    readonly values: { readonly [name: string]: Json };
  },
): ReadonlyMap<string, string> {
  const next = new Map(bag);
  for (const name of change.removed) if (!next.delete(name)) throw new Error(`"${name}" is removed and was not there`);
  for (const name of change.set) {
    const value = Object.getOwnPropertyDescriptor(change.values, name)?.value;
    next.set(name, stringify(value));
  }
  return next;
}

/** What is stored of a conversation, as a consumer should know it. */
function viewOf(held: Held): View | undefined {
  if (held === undefined || held === 'erased') return undefined;
  const { type, state, queueId = null, version, securedVersion, data, secured, participants, saved } = held;
  return {
    ...{ type, state, queueId, version, securedVersion },
    data,
    secured: new Set(secured.keys()),
    participants: new Map(
      participants.map(({ id, purpose, version: own, endTime, attributes }) => [
        id,
        { purpose, version: own, hasLeft: endTime !== undefined, attributes },
      ]),
    ),
    saved: saved ?? new Map(),
  };
}

/** One text for one view. */
function viewText(view: View | undefined): string {
  return JSON.stringify(view ?? null, (_, value) => {
    if (value instanceof Map) return [...value].sort(([a], [b]) => (a < b ? -1 : 1));
    return value instanceof Set ? [...value].sort() : value;
  });
}

/** The events of a write with all values, and why they do not lead from what was there to what is. */
export function checkEvents(before: Held, after: Held): string | undefined {
  const events = listEvents(before, after, new Set([...namesOf(before), ...namesOf(after)]));
  const isNew = typeof before === 'object' && typeof after === 'object' && before.startTime !== after.startTime;
  let view = viewOf(before);
  for (const [position, event] of events.entries()) {
    const { data } = event;
    const parts = isNew && position > 0 ? events.length - 1 : isNew ? 1 : events.length;
    const part = isNew && position > 0 ? position : position + 1;
    if (data.part !== part || data.parts !== parts) return `event ${position} is part ${data.part} of ${data.parts}`;
    if (data.part === 1 && data.previousVersion !== (view?.version ?? 0)) return `${event.type} skips a version`;
    if (data.part === 1 && data.previousSecuredVersion !== (view?.securedVersion ?? 0))
      return `${event.type} skips a version of the secured attributes`;
    view = follow(view, event);
  }
  const [got, wanted] = [viewText(view), viewText(viewOf(after))];
  return got === wanted ? checkLog(before, after, events) : `the events lead to ${got}, but there is ${wanted}`;
}

/**
 * Why the log of changes would not keep what the events of a write tell, in its order, without any value, and nothing of what is
 * gone.
 */
function checkLog(before: Held, after: Held, events: readonly ConversationEvent[]): string | undefined {
  const [was, is] = [before, after].map((held) => (typeof held === 'object' ? held : undefined));
  const steps = listLogSteps(before, after, 0);
  if (was && (!is || is.startTime !== was.startTime)) {
    const [first] = steps;
    if (!first || first.change || first.startTime < was.startTime) return 'what was kept of what is gone stays';
  }
  const changes = steps.flatMap(({ change }) => change ?? []);
  const isGone = ({ type }: ConversationEvent) => type === 'conversation.erased' || type === 'conversation.expired';
  const told = events.filter((event) => !isGone(event)).map(({ type, data }) => ({ type, names: namesIn(data) }));
  const kept = changes.flatMap((change) => change.events.map((event) => ({ type: event.type, names: namesIn(event) })));
  if (JSON.stringify(kept) !== JSON.stringify(told)) return `the log keeps ${JSON.stringify(kept)}`;
  if (changes.some(({ events: all }) => all.some((event) => 'values' in event))) return 'the log keeps values';
  if (changes.some(({ revision }) => revision !== is?.revision)) return 'the log has a change out of its place';
  return undefined;
}

/** The names that something has set and removed. */
function namesIn(one: object): readonly unknown[] {
  const { set = [], removed = [] } = one as { readonly set?: readonly string[]; readonly removed?: readonly string[] };
  return [set.toSorted(), removed.toSorted()];
}

function namesOf(held: Held): readonly string[] {
  if (typeof held !== 'object') return [];
  const { data, saved = new Map(), participants } = held;
  const bags: readonly Attributes[] = [data, saved, ...participants.map(({ attributes }) => attributes)];
  return bags.flatMap((bag) => [...bag.keys()]);
}
