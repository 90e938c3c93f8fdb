import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeAdditionalData } from '../../src/secured/binding.ts';
import { OVERHEAD_BYTES, open, seal } from '../../src/secured/envelope.ts';
import { EnvelopeError } from '../../src/secured/envelope-error.ts';
import { hex } from './bytes.ts';

const text = fc.string({ unit: 'binary', maxLength: 300 });
const part = fc
  .string({ unit: 'binary', minLength: 1, maxLength: 256 })
  .filter((candidate) => Buffer.byteLength(candidate) <= 256);
const binding = fc.record({ internalId: part, name: part, keyId: part });
const dataKey = fc.uint8Array({ minLength: 32, maxLength: 32 }).filter((key) => key.some((byte) => byte !== 0));

test('every well-formed text comes back as it was sealed, 81 bytes longer meanwhile', () => {
  fc.assert(
    fc.property(dataKey, binding, text, (key, place, plaintext) => {
      const envelope = seal(key, place, plaintext, randomBytes);
      expect(envelope).toHaveLength(Buffer.byteLength(plaintext) + OVERHEAD_BYTES);
      expect(open(key, place, envelope)).toBe(plaintext);
    }),
    { numRuns: 500, examples: [[new Uint8Array(32).fill(1), { internalId: 'a', name: 'b', keyId: 'c' }, '\uFEFF"x"']] },
  );
});

test('two different bindings never give the same additional data', () => {
  const short = fc.string({ unit: fc.constantFrom('\0', '\u0001', 'a'), minLength: 1, maxLength: 4 });
  const near = fc.record({ internalId: short, name: short, keyId: short });
  fc.assert(
    fc.property(near, near, (one, other) => {
      const same = one.internalId === other.internalId && one.name === other.name && one.keyId === other.keyId;
      expect(hex(encodeAdditionalData(1, one)) === hex(encodeAdditionalData(1, other))).toBe(same);
    }),
    { numRuns: 2_000 },
  );
});

test('bytes that nobody sealed are refused', () => {
  const anything = fc.uint8Array({ maxLength: 200 });
  const versioned = anything.map((rest) => Uint8Array.from([1, ...rest]));
  fc.assert(
    fc.property(dataKey, binding, fc.oneof(anything, versioned), (key, place, envelope) => {
      expect(() => open(key, place, envelope)).toThrow(EnvelopeError);
    }),
    { numRuns: 500 },
  );
});
