import { hashWithKey } from '#domain/hashes.ts';
import { names } from '#dynamodb/names.ts';

/** Shards of each index: a partition of an index takes 1,000 writes a second, and every query reads all shards. */
export const SHARDS = 4;

/** The partition key of a conversation. It outlives the id, which may be a phone number, and tells nothing of it. */
export function makePartitionKey(idKey: string, id: string): string {
  return hashWithKey(idKey, 'conversation', id).toString('base64url');
}

/** The keys in the indexes that never change. */
export function makeIndexKeys(pk: string, startTime: number): Readonly<Record<string, string>> {
  return {
    ...makeDueKey(pk),
    [names.dayShard]: formatDayShard(dayOf(startTime), shardOf(pk)),
    [names.started]: formatStartedKey(startTime, pk),
  };
}

/** The shard in the index of what is due. */
export function makeDueKey(pk: string): Readonly<Record<string, string>> {
  return { [names.dueShard]: formatDueShard(shardOf(pk)) };
}

function shardOf(pk: string): number {
  return (pk.codePointAt(0) ?? 0) % SHARDS;
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
