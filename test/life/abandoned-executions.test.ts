import { expect, test } from 'vitest';
import { useClockedApi } from '../model/support.ts';
import { atOnce } from '../support/repeat.ts';
import { hours, inParallel, type Swept, sweep } from './support.ts';

const { api, start, setClock } = useClockedApi();

/** A conversation whose executions set something and were never heard of again. */
interface Left {
  readonly path: string;
  readonly attributes: Readonly<Record<string, string>>;
}

test('of 1,100 executions that end without a word, all take effect, in runs of a bounded length', {
  timeout: 90_000,
}, async () => {
  const left: Left[] = [];
  await inParallel(
    Array.from({ length: 1_050 }, (_, number) => number),
    20,
    async (number) => {
      const made = await api.make();
      // Every 21st conversation has two.
      const executions = number % 21 === 0 ? ['ivr', 'survey'] : ['ivr'];
      for (const execution of executions) {
        await api.ok('POST', made.flow(execution), { body: { attributes: { [execution]: `${number}` } } });
      }
      left.push({
        path: made.attributes(),
        attributes: Object.fromEntries(executions.map((execution) => [execution, `${number}`])),
      });
    },
  );
  expect(left.flatMap(({ attributes }) => Object.keys(attributes))).toHaveLength(1_100);

  setClock(start + 1 * hours);
  const swept: Swept[] = [];
  while (swept.length < 10 && swept.at(-1)?.flushed !== 0) swept.push(await sweep(api));

  const flushed = swept.map((run) => run.flushed);
  expect(flushed[0], 'one run takes 1,000, and what is left of a page of 50').toBeLessThan(1_050);
  expect(flushed[0]).toBeGreaterThanOrEqual(1_000);
  expect(flushed.reduce((sum, count) => sum + count)).toBe(1_050);
  expect(swept.every(({ failed }) => failed === 0)).toBe(true);
  await inParallel(left, 20, async ({ path, attributes }) => {
    expect((await api.ok('GET', path)).body.attributes).toEqual(attributes);
  });
});

test('a run stops when the time of its function is nearly over, and the next goes on', async () => {
  const made = await atOnce(60, () => api.make());
  await Promise.all(made.map((one) => api.ok('POST', one.flow(), { body: { attributes: { tier: 'gold' } } })));
  setClock(start + 3 * hours);
  const { handler } = await import('../../lambdas/sweep.ts');
  const flushedOf = async () => {
    const bags = await Promise.all(made.map(async (one) => (await api.ok('GET', one.attributes())).body.attributes));
    return bags.filter(({ tier }) => tier === 'gold').length;
  };
  const counts: number[] = [];
  for (let run = 0; run < 100 && counts.at(-1) !== 60; run++) {
    await handler({}, { getRemainingTimeInMillis: () => 14_000 });
    counts.push(await flushedOf());
  }
  expect(counts.length, 'runs').toBeGreaterThan(2);
  expect(counts[0]).toBeLessThanOrEqual(50);
  expect(counts.at(-1)).toBe(60);
});
