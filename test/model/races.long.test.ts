import { expect, test } from 'vitest';
import { useRaces } from './races.ts';

const races = useRaces();

test('some order of the requests explains every answer of 10,000 races', { timeout: 3_600_000 }, async () => {
  const done = await races.check({ runs: 10_000, seconds: 3_500 });
  expect(done.races).toBe(10_000);
});
