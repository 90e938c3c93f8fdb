import {
  type DynamoDBDocumentClient,
  paginateQuery,
  QueryCommand,
  type QueryCommandInput,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import type { DueEntry, DueIndex } from '#domain/store.ts';
import { toSeconds } from '#domain/time.ts';
import type { StoreOptions } from '#dynamodb/conversation-store.ts';
import type { Item } from '#dynamodb/encode-item.ts';
import { catchFailedCondition, translateErrors } from '#dynamodb/errors.ts';
import { formatDueShard, DUE_SHARDS } from '#dynamodb/item-keys.ts';
import { names } from '#dynamodb/names.ts';

/** What is due, in the sparse index `due`. */
export class DynamoDbDueIndex implements DueIndex {
  readonly #options: StoreOptions;

  constructor(options: StoreOptions) {
    this.#options = options;
  }

  async *listDue(now: number): AsyncIterable<readonly DueEntry[]> {
    // Starts with another shard each time: a run may not get through all of them, and a backlog in one must not keep
    // it from the others.
    const first = Math.floor(Math.random() * DUE_SHARDS);
    for (let shard = first; shard < first + DUE_SHARDS; shard++) yield* this.#listDueIn(shard % DUE_SHARDS, toSeconds(now));
  }

  async postpone({ key }: DueEntry, until: number): Promise<void> {
    const command = new UpdateCommand({
      TableName: this.#options.table,
      Key: { [names.partitionKey]: key },
      UpdateExpression: 'SET #due=:until',
      ConditionExpression: 'attribute_exists(#due)',
      ExpressionAttributeNames: { '#due': names.due },
      ExpressionAttributeValues: { ':until': until },
    });
    await catchFailedCondition(this.#client.send(command));
  }

  async forget({ key }: DueEntry): Promise<void> {
    const command = new UpdateCommand({
      TableName: this.#options.table,
      Key: { [names.partitionKey]: key },
      UpdateExpression: 'REMOVE #due, #shard',
      ConditionExpression: 'attribute_exists(#due) AND attribute_not_exists(id) AND attribute_not_exists(#erasedKey)',
      ExpressionAttributeNames: { '#due': names.due, '#shard': names.dueShard, '#erasedKey': names.erasedKey },
    });
    await catchFailedCondition(this.#client.send(command));
  }

  async findOldest(now: number): Promise<number | undefined> {
    const firsts = await Promise.all(
      Array.from({ length: DUE_SHARDS }, (_, shard) => this.#findFirstIn(shard, toSeconds(now))),
    );
    const since = firsts.filter((one) => one !== undefined);
    return since.length === 0 ? undefined : Math.min(...since);
  }

  async #findFirstIn(shard: number, now: number): Promise<number | undefined> {
    const command = new QueryCommand({ ...this.#makeQuery(shard, now), Limit: 1 });
    const { Items: [first] = [] } = await translateErrors(this.#client.send(command));
    return first && Number(first[names.due]);
  }

  async *#listDueIn(shard: number, now: number): AsyncIterable<readonly DueEntry[]> {
    const pages = paginateQuery({ client: this.#client, pageSize: 50 }, this.#makeQuery(shard, now));
    const iterator = pages[Symbol.asyncIterator]();
    for (;;) {
      const { done, value } = await translateErrors(iterator.next());
      if (done) return;
      yield (value.Items ?? []).map(decodeEntry);
    }
  }

  #makeQuery(shard: number, now: number): QueryCommandInput {
    return {
      TableName: this.#options.table,
      IndexName: 'due',
      KeyConditionExpression: '#shard=:shard AND #due<=:now',
      ExpressionAttributeNames: { '#shard': names.dueShard, '#due': names.due },
      ExpressionAttributeValues: { ':shard': formatDueShard(shard), ':now': now },
    };
  }

  get #client(): DynamoDBDocumentClient {
    return this.#options.client;
  }
}

function decodeEntry(item: Item): DueEntry {
  const { id, erasedKey } = item as { id?: string; erasedKey?: string };
  return {
    key: String(item[names.partitionKey]),
    ...(id !== undefined && { id }),
    ...(erasedKey !== undefined && { erasedKey }),
  };
}
