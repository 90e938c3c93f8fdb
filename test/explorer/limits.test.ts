import { expect, test, vi } from 'vitest';
import { explore } from './explore.ts';
import { limitAblations } from './scenarios/limit-ablations.ts';
import { limiting } from './scenarios/limits.ts';
import { Violation } from './violation.ts';

// The pause between two attempts.
vi.mock('node:timers/promises', () => ({ setTimeout: async () => undefined }));
vi.mock('#domain/limits.ts', async (importOriginal) => {
  const { limits } = await importOriginal<typeof import('#domain/limits.ts')>();
  const { lowLimits } = await import('./low-limits.ts');
  return { limits: { ...limits, ...lowLimits } };
});
vi.mock('../reference/limits.ts', async () => ({ limits: (await import('./low-limits.ts')).lowLimits }));
// Names and values alone reach limits this low.
vi.mock('#domain/size.ts', async (importOriginal) => {
  return { ...(await importOriginal<typeof import('#domain/size.ts')>()), countExtraBytes: () => 0 };
});

test.each(Object.values(limiting))('$title', async (scenario) => {
  await explore(scenario);
});

test.each(limitAblations)('the explorer notices when $title', async ({ scenario, finds, ...ablation }) => {
  const found = await explore(scenario, ablation).catch((error: unknown) => error);
  expect(found).toBeInstanceOf(Violation);
  expect(String(found).split('\n', 1)).toEqual([expect.stringMatching(finds)]);
});
