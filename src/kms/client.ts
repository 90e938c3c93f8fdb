import type { KMSClient } from '@aws-sdk/client-kms';
import { FunctionClient, readBase64 } from '#aws/function-client.ts';

/** How often a request to KMS is sent at most. */
export const MAX_ATTEMPTS = 3;

/** The KMS client of a function. All attempts and their pauses end within the time of a function (10 s). */
export function makeKmsClient(): KMSClient {
  const client = new FunctionClient({
    name: 'kms',
    target: 'TrentService',
    contentType: 'application/x-amz-json-1.1',
    attempts: MAX_ATTEMPTS,
    readBytes: (answer) => {
      for (const name of ['Plaintext', 'CiphertextBlob']) {
        if (typeof answer[name] === 'string') answer[name] = readBase64(answer[name]);
      }
    },
  });
  return client as unknown as KMSClient;
}
