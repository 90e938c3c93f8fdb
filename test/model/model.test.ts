import { expect, test } from 'vitest';
import { useModelRuns } from './runs.ts';

const runs = useModelRuns();

test('200 runs of 40 commands answer as the model of the design does', { timeout: 120_000 }, async () => {
  const sent = await runs.check({ runs: 200, commands: 40, seconds: 110 });
  expect(sent.total).toBeGreaterThan(200 * 40);
  expect(sent.missing, 'operations that never succeeded').toEqual([]);
});
