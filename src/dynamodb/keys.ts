import { hashWithKey } from '#domain/keys.ts';
import { names } from '#dynamodb/names.ts';

/** Shards of each index: a partition of an index takes 1,000 writes a second, and every query reads all shards. */
export const shards = 4;

/** The partition key of a conversation. It tells nothing of the id, which may be a phone number, and outlives it. */
export function partitionKey(idKey: string, id: string): string {
  return hashWithKey(idKey, 'conversation', id).toString('base64url');
}

/** The keys in the indexes that never change. */
export function indexKeys(pk: string, startTime: number): Readonly<Record<string, string>> {
  return {
    ...dueKey(pk),
    [names.dayShard]: dayShard(dayOf(startTime), shardOf(pk)),
    [names.started]: startedKey(startTime, pk),
  };
}

/** The shard in the index of what is due. */
export function dueKey(pk: string): Readonly<Record<string, string>> {
  return { [names.dueShard]: dueShard(shardOf(pk)) };
}

function shardOf(pk: string): number {
  return (pk.codePointAt(0) ?? 0) % shards;
}

/** A shard of what is due. */
export function dueShard(shard: number): string {
  return `due#${shard}`;
}

/** A shard of a day. */
export function dayShard(day: string, shard: number): string {
  return `${day}#${shard}`;
}

/** The day (UTC) of an epoch millisecond, as `YYYY-MM-DD`. */
export function dayOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 10);
}

/** The place of a conversation in its day: no two have the same, so a page ends and begins without a doubt. */
export function startedKey(startTime: number, pk = ''): string {
  return `${String(startTime).padStart(15, '0')}#${pk}`;
}
