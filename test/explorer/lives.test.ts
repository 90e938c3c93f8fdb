import { test, vi } from 'vitest';
import { explore } from './explore.ts';
import { lives } from './scenarios/lives.ts';

// The pause between two attempts.
vi.mock('node:timers/promises', () => ({ setTimeout: async () => undefined }));

test.each(Object.values(lives))(
  '$title',
  async (scenario) => {
    await explore(scenario);
  },
  60_000,
);
