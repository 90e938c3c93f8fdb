import type { Allowed, Bag, RequestOf } from './requests.ts';

/** A participant, as the model has it. */
export interface Participant {
  readonly id: string;
  readonly purpose: string;
  readonly externalId: string | undefined;
  readonly addresses: readonly { readonly type: string; readonly uri: string }[];
  version: number;
  readonly attributes: Map<string, string>;
  /** RFC 3339. */
  endTime?: string;
}

/** Whose an attribute is: a participant's exact id; undefined for the conversation's `data`; or `secured`. */
export type Owner = string | undefined;

/** The owner of secured attributes: a namespace of its own. No id looks like this. */
export const secured = ' secured';

/** A value that an execution has set and not flushed. */
export interface Pending {
  readonly owner: Owner;
  readonly name: string;
  /** JSON text; `null` removes. */
  readonly text: string;
  /** Later sets have greater ones, whatever their execution. */
  readonly order: number;
}

/** What became of a guest's message. */
export interface Taken {
  readonly began: boolean;
  readonly accepted: readonly string[];
  readonly dropped: readonly { readonly name: string; readonly reason: string }[];
}

/** A write that was acknowledged under an Idempotency-Key. */
export interface Done {
  /** What the request said beside its path. */
  readonly said: string;
  readonly at: number;
  /** Which write it was of those to the same. */
  readonly write: number;
  /** What a repeated answer has of the first. */
  readonly revision?: number;
  readonly flushed?: readonly string[];
  readonly securedFlushed?: number;
  /** What became of a guest's attributes, and whether the message began the conversation. */
  readonly taken?: Taken;
  /** The participant who joined, or was patched under an alias. */
  readonly participant?: string;
}

/** The writes to a conversation, to the settings of a channel type, or to a web channel. */
export interface Writes {
  /** How many there were, pending ones too. */
  writes: number;
  /** When the last one came. */
  last: number;
  /** By method, path and Idempotency-Key. */
  readonly done: Map<string, Done>;
}

export interface Conversation extends Writes {
  readonly id: string;
  readonly type: string;
  state: 'active' | 'wrapup' | 'handled' | 'abandoned';
  queueId: string | undefined;
  /** Of the web channel that it came in on. */
  readonly channel: string | undefined;
  externalId: string | undefined;
  readonly start: number;
  end?: number;
  /** When it is gone for callers. */
  expires?: number;
  wrapup: { code?: string; notes?: string };
  version: number;
  data: Map<string, string>;
  /** In the clear. */
  secured: Map<string, string>;
  securedVersion: number;
  /** Made for the first secured value, also for one that finds no room then; removed at the end. */
  hasDataKey: boolean;
  /** Executions that said that they are bots. */
  readonly bots: Set<string>;
  /** The client that each execution belongs to. */
  readonly owners: Map<string, string>;
  participants: Participant[];
  /** By execution. */
  readonly pending: Map<string, { readonly since: number; writes: Pending[] }>;
  saved: Map<string, string>;
  /** The saved list that counts: as it was when the conversation ended. */
  savedNames: readonly string[];
  /** The greatest that a set has answered. */
  revision: number;
}

/** A web channel. */
export interface Channel {
  readonly type: string;
  readonly allowed: readonly Allowed[];
}

/** What a channel type keeps. */
export interface Settings {
  readonly savedAttributes: readonly string[];
  readonly retentionDays: number;
  readonly activeMaxSeconds?: number;
}

/** All that the API knows, as section 5 of the design tells it, in plain maps. */
export interface World {
  /** Epoch milliseconds, always whole seconds. */
  now: number;
  readonly conversations: Map<string, Conversation>;
  /** By id: until when it is taken, and under which Idempotency-Key it was erased. */
  readonly erased: Map<string, { readonly until: number; readonly key: string | undefined }>;
  readonly settings: Map<string, Settings>;
  /** Web channels that somebody patched, by id. */
  readonly channels: Map<string, Channel>;
  /** The writes to settings and web channels, by path. */
  readonly settingsWrites: Map<string, Writes>;
  /** The ids that the server has made, by method, path and Idempotency-Key. */
  readonly derived: Map<string, string>;
}

export function newWorld(now: number): World {
  return {
    ...{ now, conversations: new Map(), erased: new Map() },
    ...{ settings: new Map(), channels: new Map(), settingsWrites: new Map(), derived: new Map() },
  };
}

export const minutes = 60_000;
const hours = 60 * minutes;
export const days = 24 * hours;

/** How long things may stay as they are: the defaults of section 3. */
export const leases = { pending: 60 * minutes, wrapup: 60 * minutes };

/** How long an active conversation is left alone after the last write to it, by its type where nobody has set it. */
export function activeTime(world: World, type: string): number {
  const { activeMaxSeconds } = settingsOf(world, type);
  if (activeMaxSeconds !== undefined) return activeMaxSeconds * 1000;
  return ['voice', 'webchat'].includes(type) ? days : type === 'task' ? 30 * days : 7 * days;
}

/** A web channel; one that nobody patched takes nothing. */
export function channelOf(world: World, id: string): Channel {
  return world.channels.get(id) ?? { type: 'webmessaging', allowed: [] };
}

/** The writes to the settings, or to the web channel, with a path. */
export function writesOf({ settingsWrites }: World, path: string): Writes {
  const writes = settingsWrites.get(path) ?? { writes: 0, last: 0, done: new Map() };
  settingsWrites.set(path, writes);
  return writes;
}

/** The conversation that callers see, if there is one. */
export function live(world: World, id: string): Conversation | undefined {
  const conversation = world.conversations.get(id);
  const isOver = conversation?.expires !== undefined && conversation.expires <= world.now;
  return isOver ? undefined : conversation;
}

export function settingsOf(world: World, type: string): Settings {
  return world.settings.get(type) ?? { savedAttributes: [], retentionDays: 90 };
}

/** Whoever has this exact id, though it have left; else, for `customer` and `agent`, the only one present with that purpose. */
export function participantOf(conversation: Conversation, idOrAlias: string): Participant | undefined {
  const exact = conversation.participants.find(({ id }) => id === idOrAlias);
  if (exact || !['customer', 'agent'].includes(idOrAlias)) return exact;
  const [only, ...others] = presentWith(conversation, idOrAlias);
  return others.length === 0 ? only : undefined;
}

/** Those of a purpose who have not left, in the order in which they joined. */
export function presentWith({ participants }: Conversation, purpose: string): readonly Participant[] {
  return participants.filter((one) => one.purpose === purpose && one.endTime === undefined);
}

/** The attributes of an owner. */
export function bagOf(conversation: Conversation, owner: Owner): Map<string, string> {
  if (owner === secured) return conversation.secured;
  if (owner === undefined) return conversation.data;
  return conversation.participants.find(({ id }) => id === owner)?.attributes ?? new Map();
}

/** Merges changes into attributes. */
export function merge(bag: Map<string, string>, changes: Bag): void {
  for (const [name, text] of changes) {
    if (text === 'null') bag.delete(name);
    else bag.set(name, text);
  }
}

/**
 * Changes attributes of several owners in one write: each participant among them has a new version, once, and so have
 * the secured attributes.
 */
export function change(conversation: Conversation, changes: readonly { owner: Owner; bag: Bag }[]): void {
  for (const { owner, bag } of changes) merge(bagOf(conversation, owner), bag);
  const owners = new Set(changes.filter(({ bag }) => bag.size > 0).map(({ owner }) => owner));
  for (const participant of conversation.participants) if (owners.has(participant.id)) participant.version += 1;
  if (owners.has(secured)) conversation.securedVersion += 1;
}

/** The pending writes of executions as changes, in the order in which they were set. */
export function asChanges(writes: readonly Pending[]): { owner: Owner; bag: Bag }[] {
  return writes
    .toSorted((a, b) => a.order - b.order)
    .map(({ owner, name, text }) => ({ owner, bag: new Map([[name, text]]) }));
}

/** The conversation that a guest's message names: one that is there, else one whose id begins with that of the channel. */
export function conversationOf(world: World, { channel, c }: RequestOf<'message'>): string | undefined {
  if (c === undefined || live(world, c) || c.startsWith(`${channel}:`)) return c;
  return `${channel}:${c}`;
}
