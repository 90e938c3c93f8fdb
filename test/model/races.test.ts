import { expect, test } from 'vitest';
import { useRaces } from './races.ts';

const races = useRaces();

test('whatever order the scheduler gives to calls of the store, some order of the requests explains every answer', {
  timeout: 120_000,
}, async () => {
  const done = await races.check({ runs: 200, seconds: 110 });
  expect(done.races).toBe(200);
});
