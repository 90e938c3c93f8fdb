import { type DynamoDBDocumentClient, GetCommand, PutCommand, paginateScan } from '@aws-sdk/lib-dynamodb';
import type { Erasure } from '#domain/erasure-journal.ts';
import { limits } from '#domain/limits.ts';
import { toSeconds } from '#domain/time.ts';
import { DynamoDbDataKeys } from '#dynamodb/data-keys.ts';
import { encodeErased } from '#dynamodb/erased-item.ts';
import { decodeErasure } from '#dynamodb/erasure-journal.ts';
import { catchFailedCondition } from '#dynamodb/errors.ts';

/** On which tables erasures are done again. */
export interface ReplayOptions {
  readonly dynamodb: DynamoDBDocumentClient;
  /** Names of tables: the journal, and those that were restored. */
  readonly tables: { readonly erasures: string; readonly conversations: string; readonly dataKeys: string };
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** How many erasures found what. */
export interface ReplayCounts {
  /** The conversation was back, and is erased again. */
  readonly erased: number;
  /** The id was free, and is taken again. */
  readonly taken: number;
  /** There was nothing to do. */
  readonly done: number;
  /** Another conversation has the id, which began after the erasure. */
  readonly newer: number;
}

/** How many erasures are replayed at a time. */
const MAX_PARALLEL = 10;

/**
 * Does every erasure of the journal again, on tables that were restored to a time before some of them. It may run
 * again, and while the API is running: each write is conditional on what was read.
 *
 * @throws the error of DynamoDB that ends it; what was done stays.
 */
export async function replayErasures(options: ReplayOptions): Promise<ReplayCounts> {
  const counts = { erased: 0, taken: 0, done: 0, newer: 0 };
  const erasures = [...(await findLastErasures(options))];
  for (let start = 0; start < erasures.length; start += MAX_PARALLEL) {
    const batch = erasures.slice(start, start + MAX_PARALLEL).map(([key, at]) => retryUntilSettled(options, key, at));
    for (const outcome of await Promise.all(batch)) counts[outcome] += 1;
  }
  return counts;
}

/** When each conversation was erased last, by the keys of their items. */
async function findLastErasures({
  dynamodb: client,
  tables,
}: ReplayOptions): Promise<ReadonlyMap<Erasure['key'], number>> {
  const last = new Map<string, number>();
  for await (const { Items = [] } of paginateScan({ client }, { TableName: tables.erasures, ConsistentRead: true })) {
    for (const { key, at } of Items.map(decodeErasure)) last.set(key, Math.max(at, last.get(key) ?? 0));
  }
  return last;
}

/** Tries again while others write between the read and the write. */
async function retryUntilSettled(options: ReplayOptions, key: string, at: number): Promise<keyof ReplayCounts> {
  for (;;) {
    const outcome = await replay(options, key, at);
    if (outcome) return outcome;
  }
}

async function replay(options: ReplayOptions, key: string, at: number): Promise<keyof ReplayCounts | undefined> {
  const { dynamodb, tables, now } = options;
  const read = new GetCommand({ TableName: tables.conversations, Key: { pk: key }, ConsistentRead: true });
  const { Item: item } = await dynamodb.send(read);
  const put = (internalId: string | undefined, condition: Partial<PutCommand['input']>) =>
    catchFailedCondition(
      dynamodb.send(
        new PutCommand({
          TableName: tables.conversations,
          Item: encodeErased(key, toSeconds(at), internalId),
          ...condition,
        } as PutCommand['input']),
      ),
    );
  if (item === undefined) {
    if (toSeconds(at) + limits.erasedSeconds <= toSeconds(now())) return 'done';
    const { met } = await put(undefined, { ConditionExpression: 'attribute_not_exists(pk)' });
    return met ? 'taken' : undefined;
  }
  if (item.state === undefined) return 'done';
  if (item.startTime > at) return 'newer';
  const { internalId } = item;
  const { met } = await put(internalId, {
    ConditionExpression: `startTime=:start AND ${internalId === undefined ? 'attribute_not_exists(internalId)' : 'internalId=:key'}`,
    ExpressionAttributeValues: { ':start': item.startTime, ...(internalId !== undefined && { ':key': internalId }) },
  });
  if (!met) return undefined;
  // The sweeper would do it too: the item is due.
  if (internalId !== undefined) await new DynamoDbDataKeys(dynamodb, tables.dataKeys).shred(internalId, now());
  return 'erased';
}
