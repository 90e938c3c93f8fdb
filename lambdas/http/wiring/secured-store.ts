import { randomBytes } from 'node:crypto';
import type { SecuredStore } from '#domain/operations/secured-attributes.ts';
import { keepDeadline } from '#http/chain/deadline.ts';
import { makeOperationId } from '#http/request/operation-id.ts';
import { store } from '#http/wiring/conversation-store.ts';
import { dataKeys } from '#http/wiring/data-keys.ts';
import { readRequiredVariable } from '#http/wiring/read-environment.ts';
import { makeKmsClient } from '#kms/client.ts';
import { KmsVault } from '#kms/kms-vault.ts';

/** The one KMS client of a container, in the functions of secured attributes only. */
export const kms = makeKmsClient();
keepDeadline(kms);

/** What the operations on secured attributes need. */
export const securedStore: SecuredStore = {
  store,
  vault: new KmsVault({ kms, kmsKeyId: readRequiredVariable(process.env, 'KMS_KEY_ID', 1), dataKeys, now: Date.now }),
  ids: {
    internalId: () => randomBytes(16).toString('base64url'),
    operation: makeOperationId,
  },
};
