import { KMSClient } from '@aws-sdk/client-kms';
import { ConfiguredRetryStrategy } from '@smithy/core/retry';

/** The KMS client. Three attempts and their pauses end within the time of a request (10 s). */
export function makeKmsClient(): KMSClient {
  return new KMSClient({
    retryStrategy: new ConfiguredRetryStrategy(3, (attempt) => Math.random() * 50 * 2 ** attempt),
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 1_800, throwOnRequestTimeout: true },
  });
}
