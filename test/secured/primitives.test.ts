import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decrypt, encrypt } from '../../src/secured/aes-gcm.ts';
import { deriveByHkdf } from '../../src/secured/hkdf.ts';
import { bytes, flipBit, hex } from './bytes.ts';
import vectors from './vectors.json' with { type: 'json' };

const tamperings = ['key', 'iv', 'additionalData', 'ciphertext', 'tag'] as const;

describe('HKDF', () => {
  test.for(vectors.hkdf.vectors)('answers as published: $title', (vector) => {
    const output = deriveByHkdf(
      vector.hash === 'sha512' ? 'sha512' : 'sha256',
      bytes(vector.keyMaterial),
      bytes(vector.salt),
      bytes(vector.info),
      vector.output.length / 2,
    );
    expect(hex(output)).toBe(vector.output);
  });

  test('is, under SHA-512, the two HMAC steps of RFC 5869 section 2', () => {
    const input = fc.uint8Array({ maxLength: 200 });
    fc.assert(
      fc.property(input, input, input, fc.integer({ min: 1, max: 64 }), (keyMaterial, salt, info, length) => {
        const pseudorandomKey = createHmac('sha512', salt).update(keyMaterial).digest();
        const block = createHmac('sha512', pseudorandomKey).update(info).update(Uint8Array.of(1)).digest();
        expect(hex(deriveByHkdf('sha512', keyMaterial, salt, info, length))).toBe(hex(block.subarray(0, length)));
      }),
    );
  });

  test('refuses to give more than 255 hashes', () => {
    const empty = new Uint8Array();
    expect(deriveByHkdf('sha512', empty, empty, empty, 255 * 64)).toHaveLength(255 * 64);
    expect(() => deriveByHkdf('sha512', empty, empty, empty, 255 * 64 + 1)).toThrow(RangeError);
  });
});

describe.for(vectors.aesGcm.vectors)('AES-256-GCM, $title', (vector) => {
  const given = {
    key: bytes(vector.key),
    iv: bytes(vector.iv),
    additionalData: bytes(vector.additionalData),
    ciphertext: bytes(vector.ciphertext),
    tag: bytes(vector.tag),
  };
  const decryptWith = (changed: Partial<typeof given>) => {
    const { key, iv, additionalData, ciphertext, tag } = { ...given, ...changed };
    return decrypt(key, iv, additionalData, ciphertext, tag);
  };

  test('encrypts as published', () => {
    const { ciphertext, tag } = encrypt(given.key, given.iv, given.additionalData, bytes(vector.plaintext));
    expect(hex(ciphertext)).toBe(vector.ciphertext);
    expect(hex(tag)).toBe(vector.tag);
  });

  test('decrypts as published', () => {
    expect(hex(decryptWith({}))).toBe(vector.plaintext);
  });

  test('refuses any one bit changed in key, nonce, additional data, ciphertext or tag', () => {
    for (const field of tamperings) {
      for (let bit = 0; bit < given[field].length * 8; bit++) {
        expect(() => decryptWith({ [field]: flipBit(given[field], bit) }), `${field}, bit ${bit}`).toThrow();
      }
    }
  });

  test('refuses a tag of 0 to 15 bytes, though its bytes are right', () => {
    for (let length = 0; length < 16; length++) {
      expect(() => decryptWith({ tag: given.tag.subarray(0, length) }), `${length} bytes`).toThrow();
    }
  });
});
