import { expect, test } from 'vitest';
import { useModelRuns } from './runs.ts';

const runs = useModelRuns();

test('over 800 commands, 40 a run on average, are answered as the model answers them', async () => {
  // How long runs are, and what they reach, is chance: as many are made as it takes.
  let { total, missing } = await runs.check({ runs: 10, commands: 40, seconds: 590 });
  for (let batch = 1; batch < 50 && (total <= 800 || missing.length > 0); batch++) {
    const more = await runs.check({ runs: 10, commands: 40, seconds: 590 });
    total += more.total;
    missing = missing.filter((operation) => more.missing.includes(operation));
  }
  expect(total).toBeGreaterThan(800);
  expect(missing, 'operations that never succeeded').toEqual([]);
});
