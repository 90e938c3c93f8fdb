import { randomBytes } from 'node:crypto';
import { describe, expect, test, vi } from 'vitest';
import { decrypt, encrypt } from '../../src/secured/aes-gcm.ts';
import { type Binding, encodeAdditionalData } from '../../src/secured/binding.ts';
import { deriveKey } from '../../src/secured/derivation.ts';
import { OVERHEAD_BYTES, open, seal } from '../../src/secured/envelope.ts';
import { EnvelopeError } from '../../src/secured/envelope-error.ts';
import { flipBit, hex } from './bytes.ts';

// Spied on, not replaced: whether decryption was begun shows nowhere else.
vi.mock('../../src/secured/aes-gcm.ts', { spy: true });

const dataKey = randomBytes(32);
const binding: Binding = { internalId: 'conversation-1', name: 'card', keyId: 'key-1' };
const plaintext = '"canary 4111111111111111"';
const envelope = seal(dataKey, binding, plaintext, randomBytes);

function refusal(attempt: () => unknown): EnvelopeError {
  try {
    attempt();
  } catch (error) {
    if (error instanceof EnvelopeError) return error;
    throw error;
  }
  throw new Error('It was opened');
}

function rangeError(attempt: () => unknown): RangeError {
  try {
    attempt();
  } catch (error) {
    if (error instanceof RangeError) return error;
    throw error;
  }
  throw new Error('It was sealed');
}

/** An envelope that is right in everything but what is given. */
function forge(text: Uint8Array, changed: { version?: number; tagLength?: number } = {}): Uint8Array {
  const salt = randomBytes(32);
  const version = changed.version ?? 1;
  const { key, commitment } = deriveKey(dataKey, salt);
  const { ciphertext, tag } = encrypt(key, new Uint8Array(12), encodeAdditionalData(version, binding), text);
  return Buffer.concat([Uint8Array.of(version), salt, commitment, ciphertext, tag.subarray(0, changed.tagLength)]);
}

describe('an envelope', () => {
  test('opens in its place under its key', () => {
    expect(open(dataKey, binding, envelope)).toBe(plaintext);
    expect(open(dataKey, binding, forge(Buffer.from(plaintext)))).toBe(plaintext);
  });

  test('is 81 bytes longer than the text in it', () => {
    expect(OVERHEAD_BYTES).toBe(81);
    expect(envelope).toHaveLength(Buffer.byteLength(plaintext) + 81);
  });

  test('opens from the middle of a larger buffer', () => {
    const larger = Buffer.concat([randomBytes(7), envelope, randomBytes(7)]);
    expect(open(dataKey, binding, larger.subarray(7, -7))).toBe(plaintext);
  });

  test('differs in salt, commitment, ciphertext and tag when the same is sealed again', () => {
    const again = seal(dataKey, binding, plaintext, randomBytes);
    for (const [from, to] of [
      [1, 33],
      [33, 65],
      [65, -16],
      [-16, undefined],
    ] as const) {
      expect(hex(again.subarray(from, to))).not.toBe(hex(envelope.subarray(from, to)));
    }
  });

  test('is refused with any one bit changed', () => {
    for (let bit = 0; bit < envelope.length * 8; bit++) {
      refusal(() => open(dataKey, binding, flipBit(envelope, bit)));
    }
  });

  test('is refused cut off anywhere, at the end or at the start', () => {
    for (let length = 0; length < envelope.length; length++) {
      refusal(() => open(dataKey, binding, envelope.subarray(0, length)));
      refusal(() => open(dataKey, binding, envelope.subarray(envelope.length - length)));
    }
  });

  test('is refused with a byte too many', () => {
    refusal(() => open(dataKey, binding, Buffer.concat([envelope, Uint8Array.of(0)])));
  });

  test('is refused with a tag of 4 to 15 bytes, whatever the length of its text', () => {
    for (let tagLength = 4; tagLength < 16; tagLength++) {
      for (const text of ['', '""', '"1234567890123456789"']) {
        refusal(() => open(dataKey, binding, forge(Buffer.from(text), { tagLength })));
      }
    }
  });

  test('is refused with the commitment of another key, though ciphertext and tag are right', () => {
    const other = deriveKey(randomBytes(32), envelope.subarray(1, 33)).commitment;
    refusal(() => open(dataKey, binding, Buffer.concat([envelope.subarray(0, 33), other, envelope.subarray(65)])));
  });

  test('is not decrypted at all when its commitment is wrong', () => {
    vi.mocked(decrypt).mockClear();
    refusal(() => open(dataKey, binding, flipBit(envelope, 33 * 8)));
    refusal(() => open(randomBytes(32), binding, envelope));
    expect(decrypt).not.toHaveBeenCalled();
    open(dataKey, binding, envelope);
    expect(decrypt).toHaveBeenCalledTimes(1);
  });

  test('is refused in another format version, though all else is right for it', () => {
    for (const version of [0, 2, 255]) refusal(() => open(dataKey, binding, forge(Buffer.from('""'), { version })));
  });

  test('is refused if the text in it is not UTF-8', () => {
    for (const text of [[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0x22, 0xe2, 0x82]]) {
      refusal(() => open(dataKey, binding, forge(Uint8Array.from(text))));
    }
  });

  test('is refused at another name, conversation or data key', () => {
    refusal(() => open(dataKey, { ...binding, name: 'Card' }, envelope));
    refusal(() => open(dataKey, { ...binding, name: 'card\u0301' }, envelope));
    refusal(() => open(dataKey, { ...binding, internalId: 'conversation-2' }, envelope));
    refusal(() => open(dataKey, { ...binding, keyId: 'key-2' }, envelope));
    refusal(() => open(randomBytes(32), binding, envelope));
  });

  test('is refused where its binding runs together to the same letters', () => {
    refusal(() => open(dataKey, { ...binding, internalId: 'conversation-', name: '1card' }, envelope));
    refusal(() => open(dataKey, { ...binding, name: 'cardkey', keyId: '-1' }, envelope));
    refusal(() => open(dataKey, { internalId: 'card', name: 'conversation-1', keyId: 'key-1' }, envelope));
  });

  test('gives every refusal one message, no cause and nothing of the value', () => {
    const refusals = [
      refusal(() => open(dataKey, binding, new Uint8Array())),
      refusal(() => open(dataKey, binding, flipBit(envelope, 0))),
      refusal(() => open(dataKey, binding, flipBit(envelope, 33 * 8))),
      refusal(() => open(dataKey, binding, flipBit(envelope, envelope.length * 8 - 1))),
      refusal(() => open(dataKey, binding, forge(Buffer.from([0x22, 0xff])))),
      refusal(() => open(dataKey, { ...binding, name: '' }, envelope)),
      refusal(() => open(dataKey.subarray(1), binding, envelope)),
      refusal(() => open(new Uint8Array(32), binding, envelope)),
    ];
    expect(new Set(refusals.map((error) => error.message)).size).toBe(1);
    // The frame that threw: it would differ if each check threw what the caller gets.
    const thrownAt = refusals.map((error) => error.stack?.split('\n')[1]);
    expect(new Set(thrownAt).size).toBe(1);
    for (const error of refusals) {
      expect(Object.getOwnPropertyNames(error).sort()).toEqual(['message', 'name', 'stack']);
      expect(error.cause).toBeUndefined();
    }
  });
});

describe('sealing', () => {
  test('takes names of 1 to 256 UTF-8 bytes', () => {
    for (const name of ['a', 'a'.repeat(256), '\u{1F3E0}'.repeat(64)]) {
      const place = { ...binding, name };
      expect(open(dataKey, place, seal(dataKey, place, plaintext, randomBytes))).toBe(plaintext);
    }
    for (const name of ['', 'a'.repeat(257), `${'\u{1F3E0}'.repeat(64)}a`]) {
      expect(rangeError(() => seal(dataKey, { ...binding, name }, plaintext, randomBytes)).message).toContain(
        '1 to 256',
      );
    }
  });

  test('refuses lone surrogates, which would turn into other letters', () => {
    rangeError(() => seal(dataKey, { ...binding, name: '\ud800' }, plaintext, randomBytes));
    const error = rangeError(() => seal(dataKey, binding, '"canary \udfff"', randomBytes));
    expect(error.stack).not.toContain('canary');
  });

  test('refuses a data key of another length, or one that was wiped', () => {
    rangeError(() => seal(new Uint8Array(31).fill(1), binding, plaintext, randomBytes));
    rangeError(() => seal(new Uint8Array(33).fill(1), binding, plaintext, randomBytes));
    rangeError(() => seal(new Uint8Array(32), binding, plaintext, randomBytes));
  });

  test('refuses a salt that is not 32 bytes long', () => {
    rangeError(() => seal(dataKey, binding, plaintext, () => randomBytes(31)));
  });

  test('leaves the data key as it was', () => {
    const before = hex(dataKey);
    open(dataKey, binding, seal(dataKey, binding, plaintext, randomBytes));
    expect(hex(dataKey)).toBe(before);
  });
});
