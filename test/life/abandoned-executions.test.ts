import { expect, test } from 'vitest';
import { useClockedApi } from '../support/clock.ts';
import { atOnce } from '../support/repeat.ts';
import { hours } from './support.ts';

const { api, start, setClock } = useClockedApi();

// 1,100 executions in abandoned-executions.long.test.ts
test('a run stops when the time of its function is nearly over, and the next goes on', async () => {
  const made = await atOnce(40, () => api.make());
  await Promise.all(made.map((one) => api.ok('POST', one.flow(), { body: { attributes: { tier: 'gold' } } })));
  setClock(start + 3 * hours);
  const { handler } = await import('../../lambdas/sweep.ts');
  const flushedOf = async () => {
    const bags = await Promise.all(made.map(async (one) => (await api.ok('GET', one.attributes())).body.attributes));
    return bags.filter(({ tier }) => tier === 'gold').length;
  };
  const counts: number[] = [];
  for (let run = 0; run < 100 && counts.at(-1) !== 40; run++) {
    await handler({}, { getRemainingTimeInMillis: () => 14_000 });
    counts.push(await flushedOf());
  }
  expect(counts.length, 'runs').toBeGreaterThan(1);
  expect(counts[0], 'one of each shard').toBeLessThanOrEqual(32);
  expect(counts.at(-1)).toBe(40);
});
