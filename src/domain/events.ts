import type { Attributes } from '#domain/attributes.ts';
import type { ChannelType } from '#domain/channel-types.ts';
import type { Conversation, Participant, State } from '#domain/conversation.ts';
import { shortenId } from '#domain/hashes.ts';
import { type Json, parse } from '#domain/json.ts';
import type { Writer } from '#domain/operation-ids.ts';

/** Who wrote, as events tell it. */
export interface By {
  /** The operation of the API, as the reference calls it; `sweep` where no request asked for it. */
  readonly operation: string;
  /** Absent where no request asked for it. */
  readonly clientId?: string;
  readonly flowExecutionId?: string;
}

/** What every event says. */
export interface EventHead {
  readonly conversationId: string;
  readonly conversationType: ChannelType;
  /** Of the write: rises with every write to the conversation, those too of which no event tells. */
  readonly revision: number;
  /** Which of the events of this write it is, from 1. */
  readonly part: number;
  /** How many events the write has. */
  readonly parts: number;
  /** The version of the conversation before the write: that which the last event told, or something is missing. */
  readonly previousVersion: number;
  readonly version: number;
  /** The same of the secured attributes. */
  readonly previousSecuredVersion: number;
  readonly securedVersion: number;
  /** Absent where the item does not tell. */
  readonly by?: By;
}

/** Names that a write has changed, and the values of those on the list. */
interface Changed {
  /** Names that have a value now which they had not before. */
  readonly set: readonly string[];
  readonly removed: readonly string[];
  /** Of the names in `set` that are on the list of the deployment. */
  readonly values: { readonly [name: string]: Json };
}

/** What each type of event says besides. */
export interface EventData {
  readonly 'conversation.started': { readonly queueId?: string };
  /** Null: no call queue. */
  readonly 'conversation.queue-changed': { readonly queueId: string | null; readonly previousQueueId: string | null };
  readonly 'participant.joined': ParticipantData & { readonly purpose: string };
  readonly 'participant.left': ParticipantData & { readonly purpose: string };
  /** Of a participant, or of the conversation's own `data`. Without names: what was written was there before. */
  readonly 'attributes.changed': Partial<ParticipantData> & Changed;
  /** Names alone. */
  readonly 'secured-attributes.changed': Omit<Changed, 'values'>;
  /** What an execution had set has taken effect: by its flush, by the sweeper, or at the end. */
  readonly 'flow.flushed': { readonly flowExecutionId?: string; readonly flowExecutionHash?: string };
  readonly 'conversation.wrapup-changed': { readonly fields: readonly ('code' | 'notes')[] };
  /** From `handled` or `abandoned` on nothing is there but the record and the saved data. */
  readonly 'conversation.state-changed': { readonly state: State; readonly previousState: State };
  readonly 'saved-data.changed': Changed;
  /** Nothing is left of it. */
  readonly 'conversation.erased': Record<never, never>;
  /** Its retention is over, and nothing is left of it. */
  readonly 'conversation.expired': Record<never, never>;
}

interface ParticipantData {
  readonly participantId: string;
  readonly participantVersion: number;
}

export type EventType = keyof EventData;

/** What happened to a conversation. */
export type ConversationEvent = {
  [Type in EventType]: {
    readonly type: Type;
    /** Tells it from all others of the deployment; the same however often it is told. */
    readonly id: string;
    readonly data: EventHead & EventData[Type];
  };
}[EventType];

/** What an item held before and after a write: a conversation, the tombstone of an erased one, or nothing. */
export type Held = Conversation | 'erased' | undefined;

/** What one write has made of a conversation, before it is known how it is told. */
export interface WriteOfConversation {
  readonly head: Omit<EventHead, 'part' | 'parts'>;
  /** When the conversation began, in epoch milliseconds: another one may have had its id. */
  readonly startTime: number;
  readonly told: readonly Told[];
}

/**
 * The events of one write to an item, in their order. None of a write that no reader can see: pending values, operation
 * ids, what is due.
 *
 * @param values - the names whose values may be told
 */
export function listEvents(before: Held, after: Held, values: ReadonlySet<string>): readonly ConversationEvent[] {
  return listWrites(before, after, values).flatMap(number);
}

/**
 * What one write to an item has made of conversations: of one, of none that a reader can see, or of two, where one takes the id of
 * another whose time is over.
 *
 * @param values - the names whose values may be told
 */
export function listWrites(before: Held, after: Held, values: ReadonlySet<string>): readonly WriteOfConversation[] {
  const [was, is] = [before, after].map((held) => (typeof held === 'object' ? held : undefined));
  // A record whose time is over may be overwritten by a conversation that takes its id.
  const goes = was && (!is || is.startTime !== was.startTime);
  const gone = goes ? listGone(was, after === 'erased') : [];
  if (!is) return gone;
  return [...gone, ...listChanges(goes ? undefined : was, is, values)];
}

function listGone(was: Conversation, isErased: boolean): readonly WriteOfConversation[] {
  const { version, securedVersion } = was;
  const next = { ...was, revision: was.revision + 1, version, securedVersion };
  return makeWrite(was, next, [tell(isErased ? 'conversation.erased' : 'conversation.expired', {})]);
}

function listChanges(
  was: Conversation | undefined,
  is: Conversation,
  values: ReadonlySet<string>,
): readonly WriteOfConversation[] {
  // Bookkeeping raises no version.
  const isSeen = was?.version !== is.version || was.securedVersion !== is.securedVersion;
  const flushed = was ? [...was.executions.keys()].filter((key) => !is.executions.has(key)) : [];
  if (!isSeen && flushed.length === 0) return [];
  const isOver = is.state === 'handled' || is.state === 'abandoned';
  const told = [
    ...(was ? [] : [tell('conversation.started', is.queueId === undefined ? {} : { queueId: is.queueId })]),
    ...(was && was.queueId !== is.queueId
      ? [tell('conversation.queue-changed', { queueId: is.queueId ?? null, previousQueueId: was.queueId ?? null })]
      : []),
    // What goes with the end is not told name by name.
    ...(isOver ? [] : listContent(was, is, values)),
    ...flushed.map((key) => tell('flow.flushed', nameExecution(key, is.writer))),
    ...listEndOf(was, is, values),
  ];
  const isUntold = told.length === 0;
  return makeWrite(was, is, isUntold ? [tell('attributes.changed', { set: [], removed: [], values: {} })] : told);
}

/** What has become of participants and attributes. */
function listContent(was: Conversation | undefined, is: Conversation, values: ReadonlySet<string>): readonly Told[] {
  const participants = is.participants.map((one) => {
    return { one, earlier: was?.participants.find(({ id }) => id === one.id) };
  });
  const securedChanged = was?.securedVersion !== is.securedVersion;
  return [
    ...participants.flatMap(({ one, earlier }) =>
      earlier ? [] : [tell('participant.joined', describe(one, { purpose: one.purpose }))],
    ),
    ...listOwn('attributes.changed', {}, was?.data, is.data, values),
    ...participants.flatMap(({ one, earlier }) => listOfParticipant(earlier, one, values)),
    ...(securedChanged && is.securedVersion > 0
      ? [tell('secured-attributes.changed', compare(was?.secured ?? new Map(), is.secured, isSameEnvelope))]
      : []),
    ...participants.flatMap(({ one, earlier }) =>
      one.endTime !== undefined && earlier?.endTime === undefined
        ? [tell('participant.left', describe(one, { purpose: one.purpose }))]
        : [],
    ),
  ];
}

function listOfParticipant(
  earlier: Participant | undefined,
  one: Participant,
  values: ReadonlySet<string>,
): readonly Told[] {
  const head = { participantId: one.id, participantVersion: one.version };
  const told = listOwn('attributes.changed', head, earlier?.attributes, one.attributes, values);
  const isWritten = earlier !== undefined && earlier.version !== one.version && earlier.endTime === one.endTime;
  if (told.length > 0 || !isWritten) return told;
  return [tell('attributes.changed', { ...head, set: [], removed: [], values: {} })];
}

/** What comes with the end and after it. */
function listEndOf(was: Conversation | undefined, is: Conversation, values: ReadonlySet<string>): readonly Told[] {
  const fields = (['code', 'notes'] as const).filter((field) => was?.wrapup?.[field] !== is.wrapup?.[field]);
  return [
    ...(fields.length > 0 && is.state !== 'abandoned' ? [tell('conversation.wrapup-changed', { fields })] : []),
    ...(was && was.state !== is.state
      ? [tell('conversation.state-changed', { state: is.state, previousState: was.state })]
      : []),
    ...listOwn('saved-data.changed', {}, was?.saved, is.saved ?? new Map(), values),
  ];
}

/** An event of attributes that have changed, if any have. */
function listOwn<Head extends Partial<ParticipantData>>(
  type: 'attributes.changed' | 'saved-data.changed',
  head: Head,
  was: Attributes | undefined,
  is: Attributes,
  values: ReadonlySet<string>,
): readonly Told[] {
  const changed = compare(was ?? new Map(), is, (a, b) => a === b);
  if (changed.set.length + changed.removed.length === 0) return [];
  const told = changed.set.filter((name) => values.has(name));
  const entries = told.map((name) => [name, parse(is.get(name) ?? 'null')] as const);
  return [tell(type, { ...head, ...changed, values: Object.fromEntries(entries) })];
}

function compare<Value>(
  was: ReadonlyMap<string, Value>,
  is: ReadonlyMap<string, Value>,
  isSame: (a: Value, b: Value) => boolean,
): Omit<Changed, 'values'> {
  const isKept = ([name, value]: readonly [string, Value]) => {
    const earlier = was.get(name);
    return earlier !== undefined && isSame(earlier, value);
  };
  const set = [...is].filter((entry) => !isKept(entry)).map(([name]) => name);
  return { set, removed: [...was.keys()].filter((name) => !is.has(name)) };
}

function isSameEnvelope(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, position) => byte === b[position]);
}

function describe<More>({ id, version }: Participant, more: More): ParticipantData & More {
  return { participantId: id, participantVersion: version, ...more };
}

/** A flow execution by its id, where that is known: an item has a hash of a long one. */
function nameExecution(key: string, writer: Writer | undefined): EventData['flow.flushed'] {
  if (writer?.execution !== undefined && shortenId(writer.execution) === key) {
    return { flowExecutionId: writer.execution };
  }
  return key.startsWith('~') ? { flowExecutionHash: key } : { flowExecutionId: key };
}

/** An event before it is known which of its write it is. */
export type Told = { [Type in EventType]: { readonly type: Type; readonly own: EventData[Type] } }[EventType];

function tell<Type extends EventType>(type: Type, own: EventData[Type]): Told {
  return { type, own } as unknown as Told;
}

function makeWrite(
  was: Conversation | undefined,
  is: Conversation,
  told: readonly Told[],
): readonly WriteOfConversation[] {
  const { writer, startTime, revision } = is;
  const head = {
    conversationId: is.id,
    conversationType: is.type,
    revision,
    previousVersion: was?.version ?? 0,
    version: is.version,
    previousSecuredVersion: was?.securedVersion ?? 0,
    securedVersion: is.securedVersion,
    ...(writer && { by: describeWriter(writer) }),
  };
  return [{ head, startTime, told }];
}

function number({ head, startTime, told }: WriteOfConversation): readonly ConversationEvent[] {
  const { conversationId: id, revision } = head;
  return told.map(({ type, own }, position) => {
    const part = position + 1;
    const data = { ...head, part, parts: told.length, ...own };
    return { type, id: `${id}:${startTime}:${revision}:${part}`, data } as ConversationEvent;
  });
}

function describeWriter({ operation, client, execution }: Writer): By {
  return {
    operation,
    ...(client !== undefined && { clientId: client }),
    ...(execution !== undefined && { flowExecutionId: execution }),
  };
}
