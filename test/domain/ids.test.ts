import { describe, expect, test } from 'vitest';
import { makeUuidV7, makeUuidV8, whyNotId } from '#domain/ids.ts';

const ones = new Uint8Array(16).fill(0xff);
const zeros = new Uint8Array(16);

describe('an id', () => {
  test.each(['a', '0', 'A-b_c.d:e', 'x'.repeat(128), 'Calls', 'constructor'])('may be %s', (id) => {
    expect(whyNotId(id)).toBeUndefined();
  });

  test.each(['', '-a', '_a', '.a', 'a b', 'a/b', 'ä', 'a\n', 'x'.repeat(129), '__proto__'])('may not be %j', (id) => {
    expect(whyNotId(id)).toContain('1-128 characters');
  });

  test.each(['calls', 'callbacks', 'chats', 'messages', 'emails'])('may not be %s, which is reserved', (id) => {
    expect(whyNotId(id)).toBe(`"${id}" is reserved`);
  });
});

describe('a UUID of version 7', () => {
  test('has its time, version and variant in their places (RFC 9562, appendix A.6)', () => {
    const random = Uint8Array.from(Buffer.from('0000000000000cc318c4dc0c0c07398f', 'hex'));
    expect(makeUuidV7(0x017f22e279b0, random)).toBe('017f22e2-79b0-7cc3-98c4-dc0c0c07398f');
    expect(makeUuidV7(2 ** 48 - 1, ones)).toBe('ffffffff-ffff-7fff-bfff-ffffffffffff');
    expect(makeUuidV7(0, zeros)).toBe('00000000-0000-7000-8000-000000000000');
  });

  test('sorts by its time, and is an id', () => {
    const [early, late] = [makeUuidV7(1_800_000_000_000, ones), makeUuidV7(1_800_000_000_001, zeros)];
    expect(early < late).toBe(true);
    expect(whyNotId(early)).toBeUndefined();
  });

  test('leaves the random bytes that it was given as they are', () => {
    const random = new Uint8Array(16).fill(7);
    makeUuidV7(1, random);
    expect(random).toEqual(new Uint8Array(16).fill(7));
  });
});

test('a UUID of version 8 is the hash but for version and variant, and needs only 16 bytes of it', () => {
  expect(makeUuidV8(zeros)).toBe('00000000-0000-8000-8000-000000000000');
  expect(makeUuidV8(new Uint8Array(32).fill(0xff))).toBe('ffffffff-ffff-8fff-bfff-ffffffffffff');
  expect(whyNotId(makeUuidV8(ones))).toBeUndefined();
});
