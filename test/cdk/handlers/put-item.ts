import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { makeDocumentClient } from '#dynamodb/client.ts';

const client = makeDocumentClient();

/** Puts an item, through the same SDK. */
export function handler(): Promise<unknown> {
  return client.send(new PutCommand({ TableName: 'table', Item: { pk: '1' } }));
}
