import { createAlias, deleteAlias, listAliases, updateAlias } from './aliases.ts';
import { decrypt, encrypt, generateDataKey, generateDataKeyWithoutPlaintext, reEncrypt } from './cryptography.ts';
import type { Input } from './input.ts';
import type { KeyStore } from './key-store.ts';
import { KmsError } from './kms-error.ts';
import {
  cancelKeyDeletion,
  createKey,
  describeKey,
  disableKey,
  enableKey,
  listKeys,
  scheduleKeyDeletion,
} from './management.ts';

/** An operation of KMS: its answer, or nothing where KMS answers without a body. */
type Operation = (store: KeyStore, input: Input) => object | undefined;

/** The operations that use a key and change nothing; they know `DryRun`. */
const cryptography = {
  Decrypt: decrypt,
  Encrypt: encrypt,
  GenerateDataKey: generateDataKey,
  GenerateDataKeyWithoutPlaintext: generateDataKeyWithoutPlaintext,
  ReEncrypt: reEncrypt,
} as const satisfies Record<string, Operation>;

const operations = {
  ...cryptography,
  CancelKeyDeletion: cancelKeyDeletion,
  CreateAlias: createAlias,
  CreateKey: createKey,
  DeleteAlias: deleteAlias,
  DescribeKey: describeKey,
  DisableKey: disableKey,
  EnableKey: enableKey,
  ListAliases: listAliases,
  ListKeys: listKeys,
  ScheduleKeyDeletion: scheduleKeyDeletion,
  UpdateAlias: updateAlias,
} as const satisfies Record<string, Operation>;

/** The name of an operation of the stand-in, as `x-amz-target` has it after `TrentService.`. */
export type OperationName = keyof typeof operations;

/** Whether the stand-in knows an operation. */
export function isOperation(name: string): name is OperationName {
  return Object.hasOwn(operations, name);
}

/** A zero for every operation. */
export function makeZeroCounts(): Record<OperationName, number> {
  return Object.fromEntries(Object.keys(operations).map((name) => [name, 0])) as Record<OperationName, number>;
}

/**
 * Does what a client asks for.
 *
 * @throws KmsError the refusal, DryRunOperationException if `DryRun` is set and there is no other.
 */
export function run(operation: OperationName, store: KeyStore, input: Input): object | undefined {
  const result = operations[operation](store, input);
  if (operation in cryptography && input.DryRun === true) {
    throw new KmsError('DryRunOperationException', 'The request would have succeeded, but the DryRun option is set.');
  }
  return result;
}
