import { expect, test } from 'vitest';
import { useModelRuns } from './runs.ts';

const runs = useModelRuns();

// Twice in `npm run test:long`: see vitest.long.config.ts.
test('500 of 1,000 runs of 50 commands answer as the model does', { timeout: 3_600_000 }, async () => {
  const sent = await runs.check({ runs: 500, commands: 50, seconds: 3_500 });
  expect(sent.total).toBeGreaterThan(500 * 45);
  expect(sent.missing, 'operations that never succeeded').toEqual([]);
});
