import { expect, test } from 'vitest';
import { useModelRuns } from './runs.ts';

const runs = useModelRuns();

test('50 runs of 40 commands answer as the model of the design does', async () => {
  const sent = await runs.check({ runs: 50, commands: 40, seconds: 590 });
  expect(sent.total).toBeGreaterThan(50 * 40);
});
