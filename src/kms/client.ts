import { KMSClient } from '@aws-sdk/client-kms';
import { ConfiguredRetryStrategy } from '@smithy/core/retry';

/** How often a request to KMS is sent at most. */
export const MAX_ATTEMPTS = 3;

/** Milliseconds that a connection, and an attempt at a request, may take. */
export const TIMEOUTS = { connectionTimeout: 1_000, requestTimeout: 1_800, throwOnRequestTimeout: true } as const;

/** The KMS client. All attempts and their pauses end within the time of a function (10 s). */
export function makeKmsClient(): KMSClient {
  return new KMSClient({
    retryStrategy: new ConfiguredRetryStrategy(MAX_ATTEMPTS, (attempt) => Math.random() * 50 * 2 ** attempt),
    requestHandler: TIMEOUTS,
  });
}
