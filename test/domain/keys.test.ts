import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hashWithKey, shortenId } from '#domain/hashes.ts';

const characters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.:-'];
const id = fc
  .array(fc.constantFrom(...characters), { minLength: 1, maxLength: 128 })
  .map((all) => all.join(''))
  .filter((text) => /^[A-Za-z0-9]/.test(text));

describe('the short key of an id', () => {
  test('is the id itself up to 8 characters', () => {
    expect(shortenId('customer')).toBe('customer');
  });

  test('of a longer one is 12 characters that no id begins with', () => {
    expect(shortenId('customer1')).toMatch(/^~[\w-]{11}$/);
  });

  test('never has a slash, which divides the names of an item, and is the same each time', () => {
    fc.assert(
      fc.property(id, (one) => {
        expect(shortenId(one)).toMatch(/^[^/]{1,12}$/);
        expect(shortenId(one)).toBe(shortenId(one));
      }),
    );
  });

  test('is another for another id', () => {
    fc.assert(
      fc.property(id, id, (one, other) => {
        expect(shortenId(one) === shortenId(other)).toBe(one === other);
      }),
    );
  });
});

describe('a keyed hash', () => {
  test('is HMAC-SHA-256 over each text after its length, as stored items need it to stay', () => {
    expect(hashWithKey('key', 'a', 'é').toString('hex')).toBe(
      '1afa346405a7fea28033116eb0286d04d0c5487efb890d9227c493f5a6aff31d',
    );
  });

  test('of other texts, of texts cut elsewhere, or under another key is another', () => {
    const hashes = [
      hashWithKey('key', 'ab', 'c'),
      hashWithKey('key', 'a', 'bc'),
      hashWithKey('key', 'abc'),
      hashWithKey('key', 'abc', ''),
      hashWithKey('key', 'ab1:c'),
      hashWithKey('other', 'ab', 'c'),
    ];
    expect(new Set(hashes.map((hash) => hash.toString('hex'))).size).toBe(hashes.length);
  });
});
