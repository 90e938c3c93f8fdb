import { expect, test } from 'vitest';
import { useModelRuns } from './runs.ts';

const runs = useModelRuns();

test('over 400 commands, 40 a run on average, are answered as the model answers them', async () => {
  const sure = await runs.checkSeldom();
  // How long runs are, and what they reach, is chance: as many are made as it takes.
  let total = 0;
  let missing: readonly string[] = ['all'];
  for (let batch = 0; batch < 100 && (total <= 400 || missing.length > 0); batch++) {
    const more = await runs.check({ runs: 4, commands: 40, seconds: 590 });
    total += more.total;
    const still = more.missing.filter((operation) => !sure.has(operation));
    missing = batch === 0 ? still : still.filter((operation) => missing.includes(operation));
  }
  expect(total).toBeGreaterThan(400);
  expect(missing, 'operations that never succeeded').toEqual([]);
});
