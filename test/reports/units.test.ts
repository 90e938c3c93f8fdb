import { expect, test } from 'vitest';
import { useApi } from '../support/api.ts';
import { countCalls } from '../support/calls.ts';
import { day, firstDay, handled } from './generate.ts';
import { all } from './pages.ts';
import { writeAll } from './table.ts';

const api = useApi();

/** Days of which the mean is taken: how many rows lie in which shard is chance. */
const days = 5;

test('the contact log reads each row about once: 604 rows of a day take at most 30 read units', async () => {
  const saved = () => ({ tier: 'gold', result: 'sold' });
  await writeAll(api, await handled(604 * days, days, saved));
  const { documentClient } = await import('#http/wiring/document-client.ts');
  const calls = countCalls(documentClient);
  let rows = 0;
  const queries = await calls.during(async () => {
    for (let number = 0; number < days; number++) {
      const from = new Date(firstDay + number * day).toISOString();
      rows += (await all(api, { from, to: new Date(firstDay + (number + 1) * day).toISOString() })).length;
    }
  });
  expect([rows, firstDay % day]).toEqual([604 * days, 0]);
  expect(queries.reduce((sum, { allUnits = Number.NaN }) => sum + allUnits, 0) / days).toBeLessThanOrEqual(30);
});
