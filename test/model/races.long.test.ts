import { expect, test } from 'vitest';
import { useRaces } from './races.ts';

const races = useRaces();

test('some order of the requests explains every answer of 3,000 races', { timeout: 3_600_000 }, async () => {
  const done = await races.check({ runs: 3_000, seconds: 3_500 });
  expect(done.races).toBe(3_000);
});
