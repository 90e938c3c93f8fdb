import { expect, test, vi } from 'vitest';
import { explore } from './explore.ts';
import { compactAblations, compacting } from './scenarios/compact-ids.ts';
import { Violation } from './violation.ts';

// The pause between two attempts.
vi.mock('node:timers/promises', () => ({ setTimeout: async () => undefined }));
vi.mock('#domain/limits.ts', async (importOriginal) => {
  const { limits } = await importOriginal<typeof import('#domain/limits.ts')>();
  return { limits: { ...limits, looseOperations: 1 } };
});

test.each(Object.values(compacting))('$title', async (scenario) => {
  await explore(scenario);
});

test.each(compactAblations)('the explorer notices when $title', async ({ scenario, finds, ...ablation }) => {
  const found = await explore(scenario, ablation).catch((error: unknown) => error);
  expect(found).toBeInstanceOf(Violation);
  expect(String(found).split('\n', 1)).toEqual([expect.stringMatching(finds)]);
});
