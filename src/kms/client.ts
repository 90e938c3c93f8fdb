import { KMSClient } from '@aws-sdk/client-kms';
import { ConfiguredRetryStrategy } from '@smithy/core/retry';
import { SDK_TIMEOUTS } from '../sdk-timeouts.ts';

/** How often a request to KMS is sent at most. */
export const MAX_ATTEMPTS = 3;

/** The KMS client. All attempts and their pauses end within the time of a function (10 s). */
export function makeKmsClient(): KMSClient {
  return new KMSClient({
    retryStrategy: new ConfiguredRetryStrategy(MAX_ATTEMPTS, (attempt) => Math.random() * 50 * 2 ** attempt),
    requestHandler: SDK_TIMEOUTS,
  });
}
