import { expect, test } from 'vitest';
import { aliasTakenOver, useRaces } from './races.ts';

const races = useRaces();

test('whatever order the scheduler gives to calls of the store, some order of the requests explains every answer', async () => {
  const done = await races.check({ runs: 15, seconds: 590 });
  expect(done.races).toBe(15);
});

test('a write by an alias goes to whoever has it at the moment of the write', async () => {
  expect((await races.check({ runs: 8, seconds: 590 }, aliasTakenOver)).races).toBe(8);
});
