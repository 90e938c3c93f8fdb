import { expect, test } from 'vitest';
import { useModelRuns } from './runs.ts';

const runs = useModelRuns();

// Five times in `npm run test:long`: see vitest.long.config.ts.
test('2,000 of 10,000 runs of 50 commands answer as the model of the design does', { timeout: 3_600_000 }, async () => {
  const sent = await runs.check({ runs: 2_000, commands: 50, seconds: 3_500 });
  expect(sent.total).toBeGreaterThan(2_000 * 50);
  expect(sent.missing, 'operations that never succeeded').toEqual([]);
});
