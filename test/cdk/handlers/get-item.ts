import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';

const client = DynamoDBDocumentClient.from(new DynamoDBClient({ region: 'eu-central-1', maxAttempts: 1 }));

/** Gets an item: what a function does at the least. */
export function handler(): Promise<unknown> {
  return client.send(new GetCommand({ TableName: 'table', Key: { pk: '1' } }));
}
