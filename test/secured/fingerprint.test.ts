import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { fingerprint } from '#secured/fingerprint.ts';

test('a fingerprint depends on the data key, the place and the text, and on nothing else', () => {
  const [key, other] = [randomBytes(32), randomBytes(32)];
  const one = fingerprint(key, 'place', 'text');
  expect(one).toMatch(/^[\w-]{8}$/);
  expect(fingerprint(key, 'place', 'text')).toBe(one);
  const others = [
    fingerprint(other, 'place', 'text'),
    fingerprint(key, 'elsewhere', 'text'),
    fingerprint(key, 'place', 'other'),
  ];
  expect(new Set([one, ...others]).size).toBe(4);
});
