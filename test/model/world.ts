import { type Conversation, isErased, isOver } from '../reference/conversation.ts';
import type { Keeping } from '../reference/life.ts';
import { nameOf } from '../reference/rules.ts';
import type { Allowed, RequestOf, Required } from './requests.ts';
import { definedNames } from './rules.ts';

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
  /** Those who were patched together. */
  readonly participants?: readonly string[];
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

/** A conversation, and what tells its requests from others. */
export interface Held extends Writes {
  conversation: Conversation;
  /** The greatest that a set has answered. */
  revision: number;
}

/** A web channel. */
export interface Channel {
  readonly type: string;
  readonly allowed: readonly Allowed[];
  readonly required?: readonly Required[] | undefined;
  readonly savedAttributes?: readonly string[] | undefined;
  readonly retentionDays?: number | undefined;
}

/** What a channel type keeps. */
export interface Settings {
  readonly savedAttributes: readonly string[];
  readonly retentionDays: number;
  readonly activeMaxSeconds?: number;
}

/** All that the API knows, in plain maps. */
export interface World {
  /** Epoch milliseconds, always whole seconds. */
  now: number;
  readonly conversations: Map<string, Held>;
  /** By id: until when it is taken, and under which Idempotency-Key it was erased. */
  readonly erased: Map<string, { readonly until: number; readonly key: string | undefined }>;
  /** Conversations that have a data key: made for the first secured value, also for one that finds no room then; removed at the end. */
  readonly dataKeys: Set<string>;
  readonly settings: Map<string, Settings>;
  /** Web channels that somebody patched, by id. */
  readonly channels: Map<string, Channel>;
  /** The writes to settings and web channels, by path. */
  readonly settingsWrites: Map<string, Writes>;
  /** The ids that the server has made, by method, path and Idempotency-Key. */
  readonly derived: Map<string, string>;
}

/** A world that goes its own way: the conversations in it never change. */
export function copyWorld(world: World): World {
  const copy = <T extends Writes>(writes: T): T => ({ ...writes, done: new Map(writes.done) });
  const copies = <T extends Writes>(all: ReadonlyMap<string, T>) =>
    new Map([...all].map(([id, one]) => [id, copy(one)]));
  return {
    now: world.now,
    conversations: copies(world.conversations),
    erased: new Map(world.erased),
    dataKeys: new Set(world.dataKeys),
    settings: new Map(world.settings),
    channels: new Map(world.channels),
    settingsWrites: copies(world.settingsWrites),
    derived: new Map(world.derived),
  };
}

export function newWorld(now: number): World {
  return {
    ...{ now, conversations: new Map(), erased: new Map(), dataKeys: new Set() },
    ...{ settings: new Map(), channels: new Map(), settingsWrites: new Map(), derived: new Map() },
  };
}

export const minutes = 60_000;
const hours = 60 * minutes;
export const days = 24 * hours;

/** How long things may stay as they are, by default. */
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
export function live(world: World, id: string): Held | undefined {
  const held = world.conversations.get(id);
  return held && isOver(held.conversation, world.now) ? undefined : held;
}

/** Keeps what a conversation has become. */
export function keep({ dataKeys }: World, held: Held, next: Conversation): void {
  held.conversation = next;
  if (isErased(next)) dataKeys.delete(next.id);
}

export function settingsOf(world: World, type: string): Settings {
  return world.settings.get(type) ?? { savedAttributes: [], retentionDays: 90 };
}

/** What a conversation keeps at its end: as its channel says, else its type. */
export function keepingOf(world: World, conversation: Conversation): Keeping {
  const { savedAttributes, ...rest } = choose(world, conversation);
  // A list may have other spellings of a name.
  const names = new Set(savedAttributes.map((name) => nameOf(definedNames, name)));
  const ownDays = [...names].flatMap((name) => {
    const { retentionDays } = definedNames.get(name) ?? {};
    return retentionDays === undefined ? [] : [[name, retentionDays] as const];
  });
  return { savedAttributes: [...names], ...rest, ownDays: new Map(ownDays) };
}

function choose(world: World, { type, channelId }: Conversation): Keeping {
  const ofType = settingsOf(world, type);
  if (channelId === undefined) return ofType;
  const { savedAttributes, retentionDays = ofType.retentionDays } = channelOf(world, channelId);
  if (savedAttributes === undefined) return { ...ofType, retentionDays };
  return { savedAttributes, retentionDays, savedBy: 'channel' };
}

/** The conversation that a guest's message names: one that is there, else one whose id begins with that of the channel. */
export function conversationOf(world: World, { channel, c }: RequestOf<'message'>): string | undefined {
  if (c === undefined || live(world, c) || c.startsWith(`${channel}:`)) return c;
  return `${channel}:${c}`;
}
