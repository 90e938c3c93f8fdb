import { randomBytes } from 'node:crypto';
import { decrypt, encrypt, TAG_BYTES } from '../../src/secured/aes-gcm.ts';
import type { Key } from './key-file.ts';
import { KmsError } from './kms-error.ts';

const version = 1;
const idLength = 16;
const ivLength = 12;
const ivAt = 1 + idLength;
const ciphertextAt = ivAt + ivLength;

/** A CiphertextBlob: version, id of the key (so that Decrypt needs no KeyId), nonce, ciphertext, tag. */
export function wrap(key: Key, context: Uint8Array, plaintext: Uint8Array): Uint8Array {
  const id = Buffer.from(key.id.replaceAll('-', ''), 'hex');
  const iv = randomBytes(ivLength);
  const { ciphertext, tag } = encrypt(Buffer.from(key.material, 'base64'), iv, context, plaintext);
  return Buffer.concat([Uint8Array.of(version), id, iv, ciphertext, tag]);
}

/**
 * The id of the key that a blob names; no key's if the blob is cut off there.
 *
 * @throws KmsError InvalidCiphertextException if it is of another version.
 */
export function keyIdOf(blob: Uint8Array): string {
  if (blob[0] !== version) throw makeInvalidCiphertext();
  const id = Buffer.from(blob.subarray(1, ivAt)).toString('hex');
  return id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** @throws KmsError InvalidCiphertextException if blob or context are not those of {@link wrap}. */
export function unwrap(key: Key, context: Uint8Array, blob: Uint8Array): Uint8Array {
  const tagAt = blob.length - TAG_BYTES;
  try {
    return decrypt(
      Buffer.from(key.material, 'base64'),
      blob.subarray(ivAt, ciphertextAt),
      context,
      blob.subarray(ciphertextAt, tagAt),
      blob.subarray(tagAt),
    );
  } catch {
    throw makeInvalidCiphertext();
  }
}

/** The same for every reason, as in KMS. */
export function makeInvalidCiphertext(): KmsError {
  return new KmsError('InvalidCiphertextException', 'The ciphertext or the encryption context is not valid');
}
