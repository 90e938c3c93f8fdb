import { hashWithKey } from '#domain/hashes.ts';
import { names } from '#dynamodb/names.ts';

/**
 * Shards of the index of what is due. A partition of an index takes 1,000 write units a second. Only the sweeper reads
 * them all, so there are many.
 */
export const DUE_SHARDS = 32;

/** The fewest shards of a day. A deployment may have more, and never again fewer: each query of a list reads them all. */
export const LEAST_DAY_SHARDS = 4;

/** The partition key of a conversation. It outlives the id, which may be a phone number, and tells nothing of it. */
export function makePartitionKey(idKey: string, id: string): string {
  return hashWithKey(idKey, 'conversation', id).toString('base64url');
}

/**
 * The keys in the indexes, except the time at which it is due.
 *
 * @param dayShards shards of a day.
 */
export function makeIndexKeys(
  pk: string,
  startTime: number,
  dayShards = LEAST_DAY_SHARDS,
): Readonly<Record<string, string>> {
  return {
    ...makeDueKey(pk),
    [names.dayShard]: formatDayShard(dayOf(startTime), shardOf(pk, dayShards)),
    [names.started]: formatStartedKey(startTime, pk),
  };
}

/** The shard in the index of what is due. */
export function makeDueKey(pk: string): Readonly<Record<string, string>> {
  return { [names.dueShard]: formatDueShard(shardOf(pk, DUE_SHARDS)) };
}

/** One of so many shards, by the key of an item. It is a hash already: its first 24 bits spread evenly. */
export function shardOf(pk: string, shards: number): number {
  return Buffer.from(pk.slice(0, 4), 'base64url').readUIntBE(0, 3) % shards;
}

/** A shard of what is due. */
export function formatDueShard(shard: number): string {
  return `due#${shard}`;
}

/** A shard of a day. */
export function formatDayShard(day: string, shard: number): string {
  return `${day}#${shard}`;
}

/** The day (UTC) of an epoch millisecond, as `YYYY-MM-DD`. */
export function dayOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 10);
}

/** The place of a conversation in its day: no two are equal, so the next page begins exactly where one ends. */
export function formatStartedKey(startTime: number, pk = ''): string {
  return `${String(startTime).padStart(15, '0')}#${pk}`;
}
