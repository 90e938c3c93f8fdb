import { test, vi } from 'vitest';
import { explore } from './explore.ts';
import type { Scenario } from './scenario.ts';
import { ending } from './scenarios/ends.ts';

// The pause between two attempts.
vi.mock('node:timers/promises', () => ({ setTimeout: async () => undefined }));

const all: readonly Scenario[] = Object.values(ending);

test.each(all.filter(({ isLarge }) => isLarge))('whatever goes wrong, $title', async (scenario) => {
  await explore(scenario);
});
