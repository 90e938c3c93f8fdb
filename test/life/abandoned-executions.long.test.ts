import { expect, test } from 'vitest';
import { useClockedApi } from '../support/clock.ts';
import { hours, inParallel, sweep } from './support.ts';

const { api, start, setClock } = useClockedApi();

/** A conversation whose executions set something and were never heard of again. */
interface Left {
  readonly path: string;
  readonly attributes: Readonly<Record<string, string>>;
}

test('of 1,100 executions that end without a word, all take effect in one run, if its time allows', {
  timeout: 3_600_000,
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
  // The time of a run stands still with the clock. How a run ends when it is over: abandoned-executions.test.ts
  expect(await sweep(api)).toMatchObject({ flushed: 1_050, failed: 0 });
  await inParallel(left, 20, async ({ path, attributes }) => {
    expect((await api.ok('GET', path)).body.attributes).toEqual(attributes);
  });
});
