import { limits } from '#domain/limits.ts';
import type { Item } from '#dynamodb/encode-item.ts';
import { makeDueKey } from '#dynamodb/item-keys.ts';
import { names } from '#dynamodb/names.ts';

/**
 * The tombstone of an erased conversation, which keeps its id taken for 30 days. While it names a data key it is due,
 * and has no time to live.
 * @param pk the key of its item.
 * @param at epoch second of the erasure.
 */
export function encodeErased(pk: string, at: number, internalId: string | undefined): Item {
  const expires = at + limits.erasedSeconds;
  return {
    [names.partitionKey]: pk,
    [names.expires]: expires,
    ...(internalId === undefined
      ? { [names.timeToLive]: expires }
      : { [names.erasedKey]: internalId, [names.due]: at, ...makeDueKey(pk) }),
  };
}
