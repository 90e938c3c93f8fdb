import { createHmac } from 'node:crypto';
import { keyLength } from './derivation.ts';
import { hkdf } from './hkdf.ts';

const label = Buffer.from('conversation-attributes/fingerprint/1');

/**
 * 48 bits of an HMAC of a text, under a key that HKDF-SHA-512 makes of the data key for nothing else.
 *
 * @param place salt: the same text has another fingerprint elsewhere.
 */
export function fingerprint(dataKey: Uint8Array, place: string, text: string): string {
  const key = hkdf('sha512', dataKey, Buffer.from(place), label, keyLength);
  return createHmac('sha256', key).update(text).digest('base64url').slice(0, 8);
}
