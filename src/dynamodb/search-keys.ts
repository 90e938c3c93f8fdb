import { createHash } from 'node:crypto';
import { type Conversation, isLive } from '#domain/conversation.ts';
import { hashWithKey } from '#domain/hashes.ts';
import { limits } from '#domain/limits.ts';
import { type Lookup, listLookups } from '#domain/lookups.ts';
import type { FoundBy, ValueSearch } from '#domain/searchable.ts';
import { formatStartedKey, LEAST_DAY_SHARDS, shardOf } from '#dynamodb/item-keys.ts';
import { names } from '#dynamodb/names.ts';

/** The fewest shards of the index of live conversations: a call queue has one of them. */
const LEAST_LIVE_SHARDS = 8;

/** How many values a conversation can be found by at once, each in an index of its own. */
export const FIND_SLOTS = [1, 2, 3] as const;

/** The last of them, which has the conversations with more values, too. */
export const LAST_SLOT = FIND_SLOTS.length;

/** The key there of those with more values. No hash is as short. */
export const MORE = 'more';

/** Characters of a value up to which each adds to its place in the index: longer beginnings lead to the same places. */
const MOST_CHARACTERS = 16;

/** Where an item is: its key, the id key under which that was made, and what decides its shards. */
export interface ItemPlace {
  readonly pk: string;
  readonly idKey: string;
  /** Shards of a day; with each four more a call queue has one more among the live ones. @default the fewest */
  readonly dayShards?: number | undefined;
}

/** The keys by which a live conversation is in the indexes of what is live; none of one that is over. */
export function makeSearchKeys(
  place: ItemPlace,
  conversation: Pick<Conversation, 'state' | 'queueId' | 'externalId' | 'participants'>,
): Readonly<Record<string, string>> {
  if (!isLive(conversation.state)) return {};
  return { ...makeLiveKey(place, conversation.queueId), ...makeFindKeys(place, listLookups(conversation)) };
}

/** The key in the index of live conversations: those of a call queue share its shards, the others have those of their items. */
export function makeLiveKey(
  { pk, dayShards }: Omit<ItemPlace, 'idKey'>,
  queueId: string | undefined,
): Readonly<Record<string, string>> {
  const round = shardOf(pk, countRounds(dayShards));
  return { [names.liveShard]: formatLiveShard(firstShardOf(queueId ?? pk), round) };
}

/** All shards of the index of live conversations. */
export function listLiveShards(dayShards: number | undefined): readonly string[] {
  return Array.from({ length: LEAST_LIVE_SHARDS }, (_, first) => listRounds(first, dayShards)).flat();
}

/** The shards that have the live conversations of a call queue. */
export function listQueueShards(queueId: string, dayShards: number | undefined): readonly string[] {
  return listRounds(firstShardOf(queueId), dayShards);
}

/** The shards that begin with one of the fewest: the first has what was written while there were no more. */
function listRounds(first: number, dayShards: number | undefined): readonly string[] {
  return Array.from({ length: countRounds(dayShards) }, (_, round) => formatLiveShard(first, round));
}

/** The keys by which a conversation is found: the hash of each value, as long as there are slots. */
export function makeFindKeys(
  { idKey }: Pick<ItemPlace, 'idKey'>,
  lookups: readonly Lookup[],
): Readonly<Record<string, string>> {
  const keys = FIND_SLOTS.map((slot) => {
    if (slot === LAST_SLOT && lookups.length > slot) return MORE;
    const lookup = lookups[slot - 1];
    return lookup && hashLookup(idKey, lookup);
  });
  return Object.fromEntries(keys.flatMap((key, at) => (key === undefined ? [] : [[names.find(`${at + 1}`), key]])));
}

/** 128 bits of a keyed hash: no number is a key by itself, nor found by trying all. */
export function hashLookup(idKey: string, { by, value }: Lookup): string {
  return hashShort(idKey, 'lookup', by, value);
}

/**
 * The keys by which a conversation is found in the indexes of searchable names; undefined where it is in none. Values that begin with the same
 * three characters share a key. Their places have two characters of a keyed hash for each further character with those before it, so that
 * what begins alike lies together; then a hash of the value and the start of the conversation.
 */
export function makeValueKeys(
  { pk, idKey }: ItemPlace,
  { startTime, isKept, values }: FoundBy,
): Readonly<Record<string, string | undefined>> {
  const keys = values.map(({ index, name, text }) => ({
    [names.value(`${index}`)]: text && hashBeginning(idKey, isKept, name, text),
    [names.valuePlace(`${index}`)]:
      text && `${formatPlaceOfValue(idKey, name, text)}${formatStartedKey(startTime, pk)}`,
  }));
  return Object.assign({}, ...keys);
}

/** The key of the values that begin with the same three characters. */
export function hashBeginning(idKey: string, isKept: boolean, name: string, text: string): string {
  const beginning = [...text].slice(0, limits.prefixCharacters).join('');
  return hashShort(idKey, 'value', isKept ? 'kept' : 'live', name, beginning);
}

/** What the places of all conversations begin with that have this value, or one that begins so. */
export function formatPlace(idKey: string, { name, by, text }: Pick<ValueSearch, 'name' | 'by' | 'text'>): string {
  return by === 'equals' ? formatPlaceOfValue(idKey, name, text) : formatPath(idKey, name, text);
}

function formatPlaceOfValue(idKey: string, name: string, text: string): string {
  return `${formatPath(idKey, name, text)}.${hashShort(idKey, 'text', name, text)}#`;
}

function formatPath(idKey: string, name: string, text: string): string {
  const characters = [...text].slice(0, MOST_CHARACTERS);
  return characters
    .map((_, at) => characters.slice(0, at + 1).join(''))
    .slice(limits.prefixCharacters)
    .map((beginning) => hashShort(idKey, 'beginning', name, beginning).slice(0, 2))
    .join('');
}

function hashShort(idKey: string, ...texts: readonly string[]): string {
  return hashWithKey(idKey, ...texts)
    .subarray(0, 16)
    .toString('base64url');
}

function countRounds(dayShards = LEAST_DAY_SHARDS): number {
  return Math.floor(dayShards / LEAST_DAY_SHARDS);
}

function firstShardOf(text: string): number {
  return createHash('sha256').update(text).digest().readUInt8() % LEAST_LIVE_SHARDS;
}

function formatLiveShard(first: number, round: number): string {
  return `live#${first + round * LEAST_LIVE_SHARDS}`;
}
