import { deriveByHkdf } from './hkdf.ts';

/** Bytes of a data key, of a derived key and of a key commitment. */
export const KEY_BYTES = 32;

const KEY_LABEL = Buffer.from('conversation-attributes/envelope/1/encryption-key');
const COMMITMENT_LABEL = Buffer.from('conversation-attributes/envelope/1/key-commitment');

/** What one value's salt makes of the data key. */
export interface Derived {
  /** The AES-256 key of this one value. */
  readonly key: Uint8Array;
  /** Public; no second data key gives the same one, so an envelope opens under a single data key. */
  readonly commitment: Uint8Array;
}

/**
 * HKDF-SHA-512 of the data key under a value's salt, once for the key and once for its commitment, told apart by their
 * labels (the way of the AWS Encryption SDK's committing suites; the labels are ours: `docs/envelope.md`).
 *
 * @throws RangeError if the data key is not 32 bytes long, or all zeros as after it was wiped.
 */
export function deriveKey(dataKey: Uint8Array, salt: Uint8Array): Derived {
  if (dataKey.length !== KEY_BYTES) throw new RangeError(`A data key has ${KEY_BYTES} bytes, not ${dataKey.length}`);
  if (dataKey.every((byte) => byte === 0)) throw new RangeError('The data key was wiped; load it again');
  return {
    key: deriveByHkdf('sha512', dataKey, salt, KEY_LABEL, KEY_BYTES),
    commitment: deriveByHkdf('sha512', dataKey, salt, COMMITMENT_LABEL, KEY_BYTES),
  };
}
