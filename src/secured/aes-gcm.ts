import { createCipheriv, createDecipheriv } from 'node:crypto';

/** Bytes of an authentication tag. Shorter ones are refused: without this, `node:crypto` accepts a tag of 4 bytes. */
export const TAG_BYTES = 16;

/** What AES-256-GCM makes of a plaintext. */
export interface Encrypted {
  /** As long as the plaintext. */
  readonly ciphertext: Uint8Array;
  /** Always {@link TAG_BYTES} bytes. */
  readonly tag: Uint8Array;
}

/**
 * AES-256-GCM (NIST SP 800-38D).
 *
 * @param key 32 bytes.
 * @param iv 12 bytes; never twice with one key.
 * @throws RangeError if the key is not 32 bytes long.
 */
export function encrypt(key: Uint8Array, iv: Uint8Array, additionalData: Uint8Array, plaintext: Uint8Array): Encrypted {
  const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES });
  cipher.setAAD(additionalData);
  const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return { ciphertext, tag: cipher.getAuthTag() };
}

/**
 * The plaintext of {@link encrypt}, handed out only after the tag was checked.
 *
 * @throws TypeError if the tag is not {@link TAG_BYTES} bytes long.
 * @throws Error if anything differs from what was encrypted.
 */
export function decrypt(
  key: Uint8Array,
  iv: Uint8Array,
  additionalData: Uint8Array,
  ciphertext: Uint8Array,
  tag: Uint8Array,
): Uint8Array {
  const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES });
  decipher.setAuthTag(tag);
  decipher.setAAD(additionalData);
  return Buffer.concat([decipher.update(ciphertext), decipher.final()]);
}
