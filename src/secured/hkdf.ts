import { hkdfSync } from 'node:crypto';

/**
 * HKDF, extract and expand (RFC 5869). Secured values use SHA-512; SHA-256 is here because the RFC's own vectors have it.
 *
 * @param length bytes wanted, at most 255 times the size of the hash.
 * @throws RangeError if more is wanted.
 */
export function deriveByHkdf(
  hash: 'sha256' | 'sha512',
  keyMaterial: Uint8Array,
  salt: Uint8Array,
  info: Uint8Array,
  length: number,
): Uint8Array {
  return new Uint8Array(hkdfSync(hash, keyMaterial, salt, info, length));
}
