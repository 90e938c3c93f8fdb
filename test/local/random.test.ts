import { expect, test } from 'vitest';
import { takeRandom } from '../../local/gateway/random.ts';

test('random bytes are given only once, however many are taken', () => {
  const texts = Array.from({ length: 5_000 }, () => takeRandom(12).toString('hex'));
  expect(texts.every((text) => /^[0-9a-f]{24}$/.test(text))).toBe(true);
  expect(new Set(texts).size).toBe(texts.length);
});
