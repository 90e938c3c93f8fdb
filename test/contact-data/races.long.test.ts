import { expect, test } from 'vitest';
import { useApi } from '../support/api.ts';
import { raceWithHandled, raceWithItself } from './races.ts';

const api = useApi();

test('a POST that races with handled is taken and stays, in 1,000 runs', async () => {
  const { statuses } = await raceWithHandled(api, 1000);
  expect(statuses).toEqual(new Map([[201, 1000]]));
}, 3_600_000);

test('two POSTs of different names at once both land, in 10,000 runs', async () => {
  await raceWithItself(api, 10_000);
}, 3_600_000);
