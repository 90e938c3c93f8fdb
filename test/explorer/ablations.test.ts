import { expect, test, vi } from 'vitest';
import { explore } from './explore.ts';
import { actionAblations } from './scenarios/action-ablations.ts';
import { conditionAblations } from './scenarios/condition-ablations.ts';
import { lifeAblations } from './scenarios/life-ablations.ts';
import { settingsAblations } from './scenarios/settings-ablations.ts';
import { Violation } from './violation.ts';

// The pause between two attempts.
vi.mock('node:timers/promises', () => ({ setTimeout: async () => undefined }));

test.each([...conditionAblations, ...lifeAblations, ...actionAblations, ...settingsAblations])(
  'the explorer notices when $title',
  async ({ scenario, finds, ...ablation }) => {
    const found = await explore(scenario, ablation).catch((error: unknown) => error);
    expect(found).toBeInstanceOf(Violation);
    expect(String(found).split('\n', 1)).toEqual([expect.stringMatching(finds)]);
  },
);
