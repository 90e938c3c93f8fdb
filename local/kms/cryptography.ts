import { randomBytes } from 'node:crypto';
import { keyIdOf, makeInvalidCiphertext, unwrap, wrap } from './ciphertext.ts';
import {
  type Input,
  makeInvalid,
  readBlob,
  readDataKeyLength,
  readEncryptionContext,
  readOptionalText,
  readText,
} from './input.ts';
import type { Key } from './key-file.ts';
import { arnOf, type KeyStore } from './key-store.ts';
import { KmsError } from './kms-error.ts';

const algorithm = 'SYMMETRIC_DEFAULT';
const MAX_PLAINTEXT_BYTES = 4_096;
const MAX_BLOB_BYTES = 6_144;

/** GenerateDataKey: a random key, plain and wrapped. */
export function generateDataKey(store: KeyStore, input: Input): object {
  const key = requireUsable(store.resolve(readText(input, 'KeyId')));
  const plaintext = randomBytes(readDataKeyLength(input));
  const wrapped = wrap(key, readEncryptionContext(input), plaintext);
  return { KeyId: arnOfKey(key), Plaintext: encodeBase64(plaintext), CiphertextBlob: encodeBase64(wrapped) };
}

/** GenerateDataKeyWithoutPlaintext: a random key, wrapped only. */
export function generateDataKeyWithoutPlaintext(store: KeyStore, input: Input): object {
  const key = requireUsable(store.resolve(readText(input, 'KeyId')));
  const wrapped = wrap(key, readEncryptionContext(input), randomBytes(readDataKeyLength(input)));
  return { KeyId: arnOfKey(key), CiphertextBlob: encodeBase64(wrapped) };
}

/** Encrypt: up to 4,096 bytes. */
export function encrypt(store: KeyStore, input: Input): object {
  requireSymmetric(input, 'EncryptionAlgorithm');
  const key = requireUsable(store.resolve(readText(input, 'KeyId')));
  const wrapped = wrap(key, readEncryptionContext(input), readBlob(input, 'Plaintext', MAX_PLAINTEXT_BYTES));
  return { KeyId: arnOfKey(key), CiphertextBlob: encodeBase64(wrapped), EncryptionAlgorithm: algorithm };
}

/** Decrypt: under the key that the blob names, which must be the one of `KeyId` if that is given. */
export function decrypt(store: KeyStore, input: Input): object {
  requireSymmetric(input, 'EncryptionAlgorithm');
  const [key, plaintext] = unwrapFrom(store, input, 'KeyId', 'EncryptionContext');
  return { KeyId: arnOfKey(key), Plaintext: encodeBase64(plaintext), EncryptionAlgorithm: algorithm };
}

/** ReEncrypt: from one key and context to another, the plaintext staying inside. */
export function reEncrypt(store: KeyStore, input: Input): object {
  requireSymmetric(input, 'SourceEncryptionAlgorithm');
  requireSymmetric(input, 'DestinationEncryptionAlgorithm');
  const destination = requireUsable(store.resolve(readText(input, 'DestinationKeyId')));
  const [source, plaintext] = unwrapFrom(store, input, 'SourceKeyId', 'SourceEncryptionContext');
  const wrapped = wrap(destination, readEncryptionContext(input, 'DestinationEncryptionContext'), plaintext);
  return {
    SourceKeyId: arnOfKey(source),
    KeyId: arnOfKey(destination),
    CiphertextBlob: encodeBase64(wrapped),
    SourceEncryptionAlgorithm: algorithm,
    DestinationEncryptionAlgorithm: algorithm,
  };
}

function unwrapFrom(store: KeyStore, input: Input, keyMember: string, contextMember: string): [Key, Uint8Array] {
  const wrapped = readBlob(input, 'CiphertextBlob', MAX_BLOB_BYTES);
  const wanted = readOptionalText(input, keyMember);
  const expected = wanted === undefined ? undefined : store.resolve(wanted);
  const id = keyIdOf(wrapped);
  const key = store.keys.find((candidate) => candidate.id === id);
  if (!key) throw makeInvalidCiphertext();
  if (expected && expected.id !== key.id) {
    throw new KmsError(
      'IncorrectKeyException',
      'The key ID in the request does not identify a CMK that can perform this operation.',
    );
  }
  return [requireUsable(key), unwrap(key, readEncryptionContext(input, contextMember), wrapped)];
}

function requireUsable(key: Key): Key {
  if (key.state === 'Disabled') throw new KmsError('DisabledException', `${arnOfKey(key)} is disabled.`);
  if (key.state === 'PendingDeletion') {
    throw new KmsError('KMSInvalidStateException', `${arnOfKey(key)} is pending deletion.`);
  }
  return key;
}

function requireSymmetric(input: Input, member: string): void {
  if ((input[member] ?? algorithm) !== algorithm) throw makeInvalid(member, `Member must be ${algorithm}`);
}

function arnOfKey(key: Key): string {
  return arnOf(`key/${key.id}`);
}

function encodeBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
