import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { ConfiguredRetryStrategy } from '@smithy/core/retry';
import { SDK_TIMEOUTS } from '../sdk-timeouts.ts';

/** How often a request to DynamoDB is sent at most. */
export const MAX_ATTEMPTS = 4;

/**
 * The client that every function uses. Region, credentials and end point come from the environment, as AWS documents
 * it. The SDK's own pause after throttling starts at one second: too long while a caller waits on the line.
 */
export function makeDocumentClient(): DynamoDBDocumentClient {
  const client = new DynamoDBClient({
    retryStrategy: new ConfiguredRetryStrategy(MAX_ATTEMPTS, (attempt) => Math.random() * 50 * 2 ** attempt),
    requestHandler: SDK_TIMEOUTS,
  });
  return DynamoDBDocumentClient.from(client);
}
