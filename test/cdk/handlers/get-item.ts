import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { makeDocumentClient } from '#dynamodb/client.ts';

const client = makeDocumentClient();

/** Gets an item: what a function does at the least. */
export function handler(): Promise<unknown> {
  return client.send(new GetCommand({ TableName: 'table', Key: { pk: '1' } }));
}
