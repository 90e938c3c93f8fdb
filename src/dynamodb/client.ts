import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { ConfiguredRetryStrategy } from '@smithy/core/retry';

/** Milliseconds. Four attempts and their pauses end within the time of a request (10 s). */
const connectionTimeout = 1_000;
const requestTimeout = 1_800;

/**
 * The client that every function uses. Region, credentials and end point come from the environment, as AWS documents it.
 * The SDK's own pause after throttling starts at one second: too long for a caller who waits on the line.
 */
export function makeDocumentClient(): DynamoDBDocumentClient {
  const client = new DynamoDBClient({
    retryStrategy: new ConfiguredRetryStrategy(4, (attempt) => Math.random() * 50 * 2 ** attempt),
    requestHandler: { connectionTimeout, requestTimeout, throwOnRequestTimeout: true },
  });
  return DynamoDBDocumentClient.from(client);
}
