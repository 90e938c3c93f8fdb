import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Request } from './requests.ts';

/** What answers the requests of a client: at once, or when a scheduler says so. */
export type Send = (request: Request) => Promise<object>;

/** A `DynamoDBDocumentClient`, as far as the store uses one: it sends commands, and that is all. */
export function memoryClient(send: Send): DynamoDBDocumentClient {
  const client: Pick<DynamoDBDocumentClient, 'send'> = { send: send as DynamoDBDocumentClient['send'] };
  return client as DynamoDBDocumentClient;
}
