import { type Input, makeInvalid, readOptionalText, readText } from './input.ts';
import type { Key, KeyState } from './key-file.ts';
import { account, arnOf, type KeyStore } from './key-store.ts';
import { KmsError } from './kms-error.ts';

const day = 24 * 60 * 60;

/** CreateKey: symmetric keys only. Policy and tags are taken and not kept: the stand-in has no permissions. */
export function createKey(store: KeyStore, input: Input): object {
  for (const [member, only] of [
    ['KeySpec', 'SYMMETRIC_DEFAULT'],
    ['KeyUsage', 'ENCRYPT_DECRYPT'],
  ] as const) {
    if ((input[member] ?? only) !== only)
      throw makeInvalid(member, `Member must be ${only}: the stand-in has no other keys`);
  }
  return { KeyMetadata: describeMetadata(store.create(readOptionalText(input, 'Description') ?? '')) };
}

/** DescribeKey, in whatever state the key is. */
export function describeKey(store: KeyStore, input: Input): object {
  return { KeyMetadata: describeMetadata(store.resolve(readText(input, 'KeyId'))) };
}

/** ListKeys, all on one page. */
export function listKeys(store: KeyStore): object {
  return { Keys: store.keys.map(({ id }) => ({ KeyId: id, KeyArn: arnOf(`key/${id}`) })), Truncated: false };
}

/** EnableKey: what was encrypted before it was disabled opens again. */
export function enableKey(store: KeyStore, input: Input): undefined {
  store.setState(requireNotPending(store.find(readText(input, 'KeyId'))), 'Enabled');
}

/** DisableKey: from now on every use of the key is a DisabledException. */
export function disableKey(store: KeyStore, input: Input): undefined {
  store.setState(requireNotPending(store.find(readText(input, 'KeyId'))), 'Disabled');
}

/** ScheduleKeyDeletion: unusable at once, gone after 7 to 30 days. */
export function scheduleKeyDeletion(store: KeyStore, input: Input): object {
  const key = requireNotPending(store.find(readText(input, 'KeyId')));
  const days = input.PendingWindowInDays ?? 30;
  if (typeof days !== 'number' || !Number.isInteger(days) || days < 7 || days > 30) {
    throw makeInvalid('PendingWindowInDays', 'Member must have value between 7 and 30');
  }
  const deletion = Math.floor(Date.now() / 1_000) + days * day;
  store.setState(key, 'PendingDeletion', deletion);
  return { KeyId: arnOf(`key/${key.id}`), DeletionDate: deletion, KeyState: key.state, PendingWindowInDays: days };
}

/** CancelKeyDeletion: the key is there again, disabled. */
export function cancelKeyDeletion(store: KeyStore, input: Input): object {
  const key = store.find(readText(input, 'KeyId'));
  const needed: KeyState = 'PendingDeletion';
  if (key.state !== needed) throw makeInvalidState(key, 'is not pending deletion.');
  store.setState(key, 'Disabled');
  return { KeyId: arnOf(`key/${key.id}`) };
}

function requireNotPending(key: Key): Key {
  if (key.state === 'PendingDeletion') throw makeInvalidState(key, 'is pending deletion.');
  return key;
}

function makeInvalidState(key: Key, is: string): KmsError {
  return new KmsError('KMSInvalidStateException', `${arnOf(`key/${key.id}`)} ${is}`);
}

function describeMetadata(key: Key): object {
  return {
    AWSAccountId: account,
    KeyId: key.id,
    Arn: arnOf(`key/${key.id}`),
    CreationDate: key.created,
    DeletionDate: key.deletion,
    Enabled: key.state === 'Enabled',
    KeyState: key.state,
    Description: key.description,
    KeyUsage: 'ENCRYPT_DECRYPT',
    KeySpec: 'SYMMETRIC_DEFAULT',
    CustomerMasterKeySpec: 'SYMMETRIC_DEFAULT',
    EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'],
    KeyManager: 'CUSTOMER',
    Origin: 'AWS_KMS',
    MultiRegion: false,
  };
}
