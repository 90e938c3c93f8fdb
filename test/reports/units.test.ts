import { expect, test } from 'vitest';
import { useApi } from '../support/api.ts';
import { countCalls } from '../support/calls.ts';
import { day, firstDay, handled } from './generate.ts';
import { all } from './pages.ts';
import { periodOf } from './paging.ts';
import { writeAll } from './table.ts';

const api = useApi();

test('the contact log reads each row about once: 604 rows of a day take at most 34 read units', async () => {
  const saved = () => ({ tier: 'gold', result: 'sold' });
  await writeAll(api, await handled(604, 1, saved));
  const { documentClient } = await import('#http/wiring/document-client.ts');
  const calls = countCalls(documentClient);
  let rows = 0;
  const queries = await calls.during(async () => {
    rows = (await all(api, periodOf(1))).length;
  });
  expect([rows, firstDay % day]).toEqual([604, 0]);
  expect(queries.reduce((sum, { allUnits = Number.NaN }) => sum + allUnits, 0)).toBeLessThanOrEqual(34);
});
