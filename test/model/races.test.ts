import { expect, test } from 'vitest';
import { aliasTakenOver, useRaces } from './races.ts';

const races = useRaces();

test('whatever order the scheduler gives to calls of the store, some order of the requests explains every answer', {
  timeout: 120_000,
}, async () => {
  const done = await races.check({ runs: 45, seconds: 110 });
  expect(done.races).toBe(45);
});

test('a write by an alias goes to whoever has it at the moment of the write', { timeout: 60_000 }, async () => {
  expect((await races.check({ runs: 20, seconds: 50 }, aliasTakenOver)).races).toBe(20);
});
