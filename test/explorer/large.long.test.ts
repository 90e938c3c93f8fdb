import { test, vi } from 'vitest';
import { explore } from './explore.ts';
import type { Scenario } from './scenario.ts';
import { ending } from './scenarios/ends.ts';
import { flows } from './scenarios/flows.ts';
import { leaving } from './scenarios/leaving.ts';
import { lives } from './scenarios/lives.ts';
import { patches } from './scenarios/patches.ts';
import { securing } from './scenarios/secured.ts';
import { sweeping } from './scenarios/sweeps.ts';
import { values } from './scenarios/values.ts';

// The pause between two attempts.
vi.mock('node:timers/promises', () => ({ setTimeout: async () => undefined }));

const all: readonly Scenario[] = [ending, flows, leaving, lives, patches, securing, sweeping, values].flatMap((group) =>
  Object.values(group),
);

test.each(all.filter(({ isLarge }) => isLarge))('whatever goes wrong, $title', async (scenario) => {
  await explore(scenario);
});
