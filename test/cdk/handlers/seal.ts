import type { JsonText } from '#domain/json.ts';
import { makeDocumentClient } from '#dynamodb/client.ts';
import { DynamoDbDataKeys } from '#dynamodb/data-keys.ts';
import { makeKmsClient } from '#kms/client.ts';
import { KmsVault } from '#kms/kms-vault.ts';

const vault = new KmsVault({
  kms: makeKmsClient(),
  kmsKeyId: process.env.KMS_KEY_ID ?? '',
  dataKeys: new DynamoDbDataKeys(makeDocumentClient(), 'data-keys'),
  now: Date.now,
});

/** Seals a value: what a function of secured attributes asks KMS for. */
export async function handler(): Promise<void> {
  await vault.seal({ key: 'key', internalId: 'internal-id' }, new Map([['name', '"value"' as JsonText]]));
}
