import { createHmac } from 'node:crypto';
import { KEY_BYTES } from './derivation.ts';
import { deriveByHkdf } from './hkdf.ts';

const LABEL = Buffer.from('conversation-attributes/fingerprint/1');

/**
 * 48 bits of an HMAC of a text, under a key that HKDF-SHA-512 makes of the data key for nothing else.
 *
 * @param place salt: the same text has another fingerprint elsewhere.
 */
export function fingerprint(dataKey: Uint8Array, place: string, text: string): string {
  const key = deriveByHkdf('sha512', dataKey, Buffer.from(place), LABEL, KEY_BYTES);
  return createHmac('sha256', key).update(text).digest('base64url').slice(0, 8);
}
