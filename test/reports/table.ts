import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { BatchWriteCommand, DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Conversation } from '#domain/conversation.ts';
import { encodeConversation, type Item } from '#dynamodb/encode-item.ts';
import { formatStartedKey, makeIndexKeys, makePartitionKey } from '#dynamodb/item-keys.ts';
import { nameTable } from '../../local/tables.ts';
import type { Api } from '../support/api.ts';

const conversations = nameTable('conversations');

/** What one BatchWriteItem takes. */
const batchSize = 25;

/** A client of the tables behind the API; the environment is that of the handlers while the server runs. */
function tableClient({ local }: Api): DynamoDBDocumentClient {
  return DynamoDBDocumentClient.from(new DynamoDBClient({ endpoint: local.dynamodbEndpoint }));
}

/** Writes conversations into the table, as many as it takes, as the store writes them. */
export async function writeAll(api: Api, all: Iterable<Conversation>): Promise<void> {
  const client = tableClient(api);
  const batches = batchesOf(all);
  const write = async () => {
    for (const batch of batches) {
      const requests = batch.map((one) => ({ PutRequest: { Item: itemOf(one) } }));
      const { UnprocessedItems = {} } = await client.send(
        new BatchWriteCommand({ RequestItems: { [conversations]: requests } }),
      );
      if (Object.keys(UnprocessedItems).length > 0) throw new Error('the table did not take a whole batch');
    }
  };
  await Promise.all([write(), write(), write(), write()]);
  client.destroy();
}

function* batchesOf(all: Iterable<Conversation>): Generator<readonly Conversation[]> {
  let batch: Conversation[] = [];
  for (const one of all) {
    batch.push(one);
    if (batch.length < batchSize) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

function itemOf(conversation: Conversation): Item {
  const pk = keyOf(conversation.id);
  return { ...encodeConversation(conversation), pk, ...makeIndexKeys(pk, conversation.startTime) };
}

/** The place of a conversation in the log: the greatest comes first. */
export function placeOf({ id, startTime }: Pick<Conversation, 'id' | 'startTime'>): string {
  return formatStartedKey(startTime, keyOf(id));
}

function keyOf(id: string): string {
  return makePartitionKey(process.env.ID_KEY ?? '', id);
}

/** Lets the retention of an ended conversation be over. */
export async function expire(api: Api, id: string): Promise<void> {
  const client = tableClient(api);
  await client.send(
    new UpdateCommand({
      TableName: conversations,
      Key: { pk: keyOf(id) },
      UpdateExpression: 'SET expires = :past',
      ExpressionAttributeValues: { ':past': Math.floor(Date.now() / 1000) - 1 },
    }),
  );
  client.destroy();
}
