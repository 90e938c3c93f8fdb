import { expect, test } from 'vitest';
import { useModelRuns } from './runs.ts';

const runs = useModelRuns();

test('10,000 runs of 50 commands answer as the model of the design does', { timeout: 7_200_000 }, async () => {
  const sent = await runs.check({ runs: 10_000, commands: 50, seconds: 7_000 });
  expect(sent.total).toBeGreaterThan(10_000 * 50);
});
