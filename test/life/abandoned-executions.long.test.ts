import { expect, test } from 'vitest';
import { useClockedApi } from '../support/clock.ts';
import { hours, inParallel, type Swept, sweep } from './support.ts';

const { api, start, setClock } = useClockedApi();

/** A conversation whose executions set something and were never heard of again. */
interface Left {
  readonly path: string;
  readonly attributes: Readonly<Record<string, string>>;
}

test('of 1,100 executions that end without a word, all take effect, in runs of a bounded length', {
  timeout: 300_000,
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
