import { randomBytes } from 'node:crypto';
import { invalidCiphertext, keyIdOf, unwrap, wrap } from './ciphertext.ts';
import { KmsError } from './errors.ts';
import { blob, dataKeyLength, encryptionContext, type Input, invalid, optionalText, text } from './input.ts';
import type { Key } from './key-file.ts';
import { arnOf, type KeyStore } from './key-store.ts';

const algorithm = 'SYMMETRIC_DEFAULT';
const maxPlaintext = 4_096;
const maxBlob = 6_144;

/** GenerateDataKey: a random key, plain and wrapped. */
export function generateDataKey(store: KeyStore, input: Input): object {
  const key = usable(store.resolve(text(input, 'KeyId')));
  const plaintext = randomBytes(dataKeyLength(input));
  const wrapped = wrap(key, encryptionContext(input), plaintext);
  return { KeyId: arnOfKey(key), Plaintext: base64(plaintext), CiphertextBlob: base64(wrapped) };
}

/** GenerateDataKeyWithoutPlaintext: a random key, wrapped only. */
export function generateDataKeyWithoutPlaintext(store: KeyStore, input: Input): object {
  const key = usable(store.resolve(text(input, 'KeyId')));
  const wrapped = wrap(key, encryptionContext(input), randomBytes(dataKeyLength(input)));
  return { KeyId: arnOfKey(key), CiphertextBlob: base64(wrapped) };
}

/** Encrypt: up to 4,096 bytes. */
export function encrypt(store: KeyStore, input: Input): object {
  symmetricOnly(input, 'EncryptionAlgorithm');
  const key = usable(store.resolve(text(input, 'KeyId')));
  const wrapped = wrap(key, encryptionContext(input), blob(input, 'Plaintext', maxPlaintext));
  return { KeyId: arnOfKey(key), CiphertextBlob: base64(wrapped), EncryptionAlgorithm: algorithm };
}

/** Decrypt: under the key that the blob names, which must be the one of `KeyId` if that is given. */
export function decrypt(store: KeyStore, input: Input): object {
  symmetricOnly(input, 'EncryptionAlgorithm');
  const [key, plaintext] = unwrapInput(store, input, 'KeyId', 'EncryptionContext');
  return { KeyId: arnOfKey(key), Plaintext: base64(plaintext), EncryptionAlgorithm: algorithm };
}

/** ReEncrypt: from one key and context to another, the plaintext staying inside. */
export function reEncrypt(store: KeyStore, input: Input): object {
  symmetricOnly(input, 'SourceEncryptionAlgorithm');
  symmetricOnly(input, 'DestinationEncryptionAlgorithm');
  const destination = usable(store.resolve(text(input, 'DestinationKeyId')));
  const [source, plaintext] = unwrapInput(store, input, 'SourceKeyId', 'SourceEncryptionContext');
  const wrapped = wrap(destination, encryptionContext(input, 'DestinationEncryptionContext'), plaintext);
  return {
    SourceKeyId: arnOfKey(source),
    KeyId: arnOfKey(destination),
    CiphertextBlob: base64(wrapped),
    SourceEncryptionAlgorithm: algorithm,
    DestinationEncryptionAlgorithm: algorithm,
  };
}

function unwrapInput(store: KeyStore, input: Input, keyMember: string, contextMember: string): [Key, Uint8Array] {
  const wrapped = blob(input, 'CiphertextBlob', maxBlob);
  const wanted = optionalText(input, keyMember);
  const expected = wanted === undefined ? undefined : store.resolve(wanted);
  const id = keyIdOf(wrapped);
  const key = store.keys.find((candidate) => candidate.id === id);
  if (!key) throw invalidCiphertext();
  if (expected && expected.id !== key.id) {
    throw new KmsError(
      'IncorrectKeyException',
      'The key ID in the request does not identify a CMK that can perform this operation.',
    );
  }
  return [usable(key), unwrap(key, encryptionContext(input, contextMember), wrapped)];
}

function usable(key: Key): Key {
  if (key.state === 'Disabled') throw new KmsError('DisabledException', `${arnOfKey(key)} is disabled.`);
  if (key.state === 'PendingDeletion') {
    throw new KmsError('KMSInvalidStateException', `${arnOfKey(key)} is pending deletion.`);
  }
  return key;
}

function symmetricOnly(input: Input, member: string): void {
  if ((input[member] ?? algorithm) !== algorithm) throw invalid(member, `Member must be ${algorithm}`);
}

function arnOfKey(key: Key): string {
  return arnOf(`key/${key.id}`);
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
