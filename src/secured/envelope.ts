import { timingSafeEqual } from 'node:crypto';
import { decrypt, encrypt, tagLength } from './aes-gcm.ts';
import { additionalData, type Binding } from './binding.ts';
import { derive, keyLength } from './derivation.ts';
import { EnvelopeError } from './envelope-error.ts';

const version = 1;
const saltLength = 32;

/** Zeros, because each value has a key of its own: its salt takes the place of a random one. */
const iv = new Uint8Array(12);

const saltAt = 1;
const commitmentAt = saltAt + saltLength;
const ciphertextAt = commitmentAt + keyLength;

/** Bytes that an envelope has more than the UTF-8 text in it. */
export const overhead = ciphertextAt + tagLength;

/** Keeps a leading U+FEFF: what was sealed comes back byte for byte. */
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Encrypts a value for one place. The bytes are those of `docs/envelope.md`, {@link overhead} more than the text.
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
  const salt = randomBytes(saltLength);
  if (salt.length !== saltLength) throw new RangeError(`A salt has ${saltLength} bytes, not ${salt.length}`);
  const { key, commitment } = derive(dataKey, salt);
  const text = Buffer.from(plaintext, 'utf8');
  const { ciphertext, tag } = encrypt(key, iv, additionalData(version, binding), text);
  return new Uint8Array(Buffer.concat([Uint8Array.of(version), salt, commitment, ciphertext, tag]));
}

/**
 * The text that {@link seal} was given, if the envelope is whole, of this data key and in its place.
 *
 * @throws EnvelopeError otherwise, whatever the reason.
 */
export function open(dataKey: Uint8Array, binding: Binding, envelope: Uint8Array): string {
  try {
    return openOrThrow(dataKey, binding, envelope);
  } catch {
    // The reason stays here: told to a forger, it would say how far the forgery got.
    throw new EnvelopeError();
  }
}

function openOrThrow(dataKey: Uint8Array, binding: Binding, envelope: Uint8Array): string {
  if (envelope.length < overhead || envelope[0] !== version) throw new EnvelopeError();
  const tagAt = envelope.length - tagLength;
  const { key, commitment } = derive(dataKey, envelope.subarray(saltAt, commitmentAt));
  if (!timingSafeEqual(commitment, envelope.subarray(commitmentAt, ciphertextAt))) throw new EnvelopeError();
  const ciphertext = envelope.subarray(ciphertextAt, tagAt);
  return utf8.decode(decrypt(key, iv, additionalData(version, binding), ciphertext, envelope.subarray(tagAt)));
}
