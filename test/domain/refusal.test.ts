import { expect, test } from 'vitest';
import { Refusal } from '#domain/refusal.ts';

test('a refusal has the data of its code, and the compiler wants it', () => {
  const refusal = new Refusal('version-conflict', 'The current version is 5', { currentVersion: 5 });
  expect(refusal.data).toEqual({ currentVersion: 5 });
  // @ts-expect-error -- the version that is current is missing
  expect(new Refusal('version-conflict', 'The current version is 5').data).toEqual({});
  // @ts-expect-error -- others carry nothing
  expect(new Refusal('contention', 'Others were writing', { currentVersion: 5 }).data).toEqual({ currentVersion: 5 });
});

test('what only some may read is apart from the data', () => {
  const aside = { of: 'participants', text: 'Present: nobody' } as const;
  const refusal = new Refusal('participant-not-found', 'There is no such participant', { aside });
  expect([refusal.data, refusal.aside]).toEqual([{}, aside]);
});
