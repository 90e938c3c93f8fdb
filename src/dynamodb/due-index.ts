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
import { DUE_SHARDS, formatDueShard } from '#dynamodb/item-keys.ts';
import { names } from '#dynamodb/names.ts';

/** What is due, in the sparse index `due`. */
export class DynamoDbDueIndex implements DueIndex {
  readonly shards = DUE_SHARDS;
  readonly #options: StoreOptions;

  constructor(options: StoreOptions) {
    this.#options = options;
  }

  async *listDue(shard: number, now: number): AsyncIterable<readonly DueEntry[]> {
    const query = this.#makeQuery(shard, toSeconds(now));
    const iterator = paginateQuery({ client: this.#client, pageSize: 50 }, query)[Symbol.asyncIterator]();
    for (;;) {
      const { done, value } = await translateErrors(iterator.next());
      if (done) return;
      yield (value.Items ?? []).map(decodeEntry);
    }
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

  async findOldest(shard: number, now: number): Promise<number | undefined> {
    const command = new QueryCommand({ ...this.#makeQuery(shard, toSeconds(now)), Limit: 1 });
    const { Items: [first] = [] } = await translateErrors(this.#client.send(command));
    return first && Number(first[names.due]);
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
