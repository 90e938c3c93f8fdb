import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';

const client = DynamoDBDocumentClient.from(new DynamoDBClient({ region: 'eu-central-1', maxAttempts: 1 }));

/** Puts an item, through the same SDK. */
export function handler(): Promise<unknown> {
  return client.send(new PutCommand({ TableName: 'table', Item: { pk: '1' } }));
}
