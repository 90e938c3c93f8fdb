import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { ConfiguredRetryStrategy } from '@smithy/core/retry';

/** How often a request to DynamoDB is sent at most. */
export const MAX_ATTEMPTS = 4;

/**
 * Milliseconds that a connection, and an attempt at a request, may take. All attempts and their pauses end within the time of
 * a function (10 s); `docs/decisions/0012-timeouts.md` has the figures.
 */
export const TIMEOUTS = { connectionTimeout: 1_000, requestTimeout: 1_800, throwOnRequestTimeout: true } as const;

/**
 * The client that every function uses. Region, credentials and end point come from the environment, as AWS documents it.
 * The SDK's own pause after throttling starts at one second: too long for a caller who waits on the line.
 */
export function makeDocumentClient(): DynamoDBDocumentClient {
  const client = new DynamoDBClient({
    retryStrategy: new ConfiguredRetryStrategy(MAX_ATTEMPTS, (attempt) => Math.random() * 50 * 2 ** attempt),
    requestHandler: TIMEOUTS,
  });
  return DynamoDBDocumentClient.from(client);
}
