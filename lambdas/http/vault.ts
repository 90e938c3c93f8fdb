import { randomBytes } from 'node:crypto';
import type { SecuredStore } from '#domain/operations/secured-attributes.ts';
import { store } from '#http/conversations.ts';
import { dataKeys } from '#http/data-keys.ts';
import { keepDeadline } from '#http/deadline.ts';
import { requiredVariable } from '#http/env.ts';
import { ownOperation } from '#http/own-operation.ts';
import { makeKmsClient } from '#kms/client.ts';
import { KmsVault } from '#kms/vault.ts';

/** The one KMS client of a container, in the functions of secured attributes only. */
export const kms = makeKmsClient();
keepDeadline(kms);

/** What the operations on secured attributes need. */
export const secured: SecuredStore = {
  store,
  vault: new KmsVault({ kms, kmsKeyId: requiredVariable(process.env, 'KMS_KEY_ID', 1), dataKeys, now: Date.now }),
  chance: {
    internalId: () => randomBytes(16).toString('base64url'),
    operation: ownOperation,
  },
};
