import { test } from 'vitest';
import { explore } from './explore.ts';
import type { Scenario } from './scenario.ts';

/** Explores each scenario in a test of its own; of the large ones only the orders in which nothing goes wrong. */
export function testScenarios(scenarios: Readonly<Record<string, Scenario>>): void {
  test.each(Object.values(scenarios))('$title', async (scenario) => {
    await explore(scenario.isLarge ? { ...scenario, faults: 0 } : scenario);
  });
}
