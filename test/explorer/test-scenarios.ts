import { test } from 'vitest';
import { explore } from './explore.ts';
import type { Scenario } from './scenario.ts';

/** Explores each scenario in a test of its own. */
export function testScenarios(scenarios: Readonly<Record<string, Scenario>>): void {
  test.each(Object.values(scenarios))('$title', async (scenario) => {
    await explore(scenario);
  });
}
