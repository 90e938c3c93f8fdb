import { timingSafeEqual } from 'node:crypto';
import { decrypt, encrypt, TAG_BYTES } from './aes-gcm.ts';
import { type Binding, encodeAdditionalData } from './binding.ts';
import { deriveKey, KEY_BYTES } from './derivation.ts';
import { EnvelopeError } from './envelope-error.ts';

const VERSION = 1;
const SALT_BYTES = 32;

/** Zeros, because each value has its own key: the salt makes a random nonce unnecessary. */
const IV = new Uint8Array(12);

const SALT_AT = 1;
const COMMITMENT_AT = SALT_AT + SALT_BYTES;
const CIPHERTEXT_AT = COMMITMENT_AT + KEY_BYTES;

/** Bytes that an envelope has more than the UTF-8 text in it. */
export const OVERHEAD_BYTES = CIPHERTEXT_AT + TAG_BYTES;

/** Keeps a leading U+FEFF: what was sealed comes back byte for byte. */
const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Encrypts a value for one place. The bytes are those of `docs/envelope.md`, {@link OVERHEAD_BYTES} more than the text.
 *
 * @param dataKey 32 bytes.
 * @param plaintext JSON text, well-formed Unicode.
 * @param randomBytes a source fit for keys, as `node:crypto`'s.
 * @throws RangeError, which does not carry the plaintext, if an argument is not as said.
 */
export function seal(
  dataKey: Uint8Array,
  binding: Binding,
  plaintext: string,
  randomBytes: (size: number) => Uint8Array,
): Uint8Array {
  if (!plaintext.isWellFormed()) throw new RangeError('The plaintext has a lone surrogate; give well-formed Unicode');
  const salt = randomBytes(SALT_BYTES);
  if (salt.length !== SALT_BYTES) throw new RangeError(`A salt has ${SALT_BYTES} bytes, not ${salt.length}`);
  const { key, commitment } = deriveKey(dataKey, salt);
  const text = Buffer.from(plaintext, 'utf8');
  const { ciphertext, tag } = encrypt(key, IV, encodeAdditionalData(VERSION, binding), text);
  return new Uint8Array(Buffer.concat([Uint8Array.of(VERSION), salt, commitment, ciphertext, tag]));
}

/**
 * The text that {@link seal} was given, if the envelope is whole, of this data key and in its place.
 *
 * @throws EnvelopeError otherwise, whatever the reason.
 */
export function open(dataKey: Uint8Array, binding: Binding, envelope: Uint8Array): string {
  try {
    return openUnguarded(dataKey, binding, envelope);
  } catch {
    // The reason stays here: told to a forger, it would say how far the forgery got.
    throw new EnvelopeError();
  }
}

function openUnguarded(dataKey: Uint8Array, binding: Binding, envelope: Uint8Array): string {
  if (envelope.length < OVERHEAD_BYTES || envelope[0] !== VERSION) throw new EnvelopeError();
  const tagAt = envelope.length - TAG_BYTES;
  const { key, commitment } = deriveKey(dataKey, envelope.subarray(SALT_AT, COMMITMENT_AT));
  if (!timingSafeEqual(commitment, envelope.subarray(COMMITMENT_AT, CIPHERTEXT_AT))) throw new EnvelopeError();
  const ciphertext = envelope.subarray(CIPHERTEXT_AT, tagAt);
  return UTF8.decode(decrypt(key, IV, encodeAdditionalData(VERSION, binding), ciphertext, envelope.subarray(tagAt)));
}
