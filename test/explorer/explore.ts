import type { Item } from '#dynamodb/encode-item.ts';
import { textOf } from './canonical.ts';
import type { Ablation } from './memory-tables.ts';
import type { Scenario } from './scenario.ts';
import { explaining, World } from './world.ts';

/** What an exploration came to. */
export interface Explored {
  /** Executions, from the beginning to the end or to a state that was known. */
  readonly executions: number;
  /** States that differ in something that can matter. */
  readonly states: number;
  /** Ends that differ in the table. */
  readonly ends: number;
  /** Requests that were dealt with. */
  readonly steps: number;
  readonly milliseconds: number;
}

/**
 * Runs every execution of a scenario: all orders of the callers' requests, with all that may become of them. Depth first:
 * each choice is tried in a fork of the world before it. A state that was there before is not followed twice.
 *
 * The bounds: one conversation, the callers and operations of the scenario, its number of faults. What comes late comes
 * while operation ids are kept. Indexes that lag and what KMS does are not followed.
 *
 * @throws Violation of the first execution that breaks a rule.
 */
export async function explore(scenario: Scenario, ablation: Ablation = {}): Promise<Explored> {
  const began = performance.now();
  const { before = [], faults = 1 } = scenario;
  const count = { executions: 0, states: 0, ends: 0, steps: 0 };
  const items = await inOrder(scenario, before);
  // First without anything that goes wrong: what is broken then is told in fewer words.
  for (const most of new Set([0, faults])) {
    const all = await exploreWith({ ...scenario, faults: most }, items, ablation);
    for (const name of ['executions', 'states', 'ends', 'steps'] as const) count[name] += all[name];
  }
  return { ...count, milliseconds: Math.round(performance.now() - began) };
}

async function exploreWith(scenario: Scenario, items: ReadonlyMap<string, Item>, ablation: Ablation) {
  const states = new Set<string>();
  const ends = new Set<string>();
  let [executions, steps] = [0, 0];

  /** Follows every execution that goes on from a world. */
  const follow = async (world: World, isChosen: boolean): Promise<void> => {
    const options = await explaining(world, () => world.next());
    // Where there is no choice, and was none, the state before tells as much.
    if (options.length > 1 || isChosen) {
      const key = world.key();
      const isKnown = states.has(key);
      states.add(key);
      if (isKnown) return end();
    }
    if (options.length === 0) {
      await explaining(world, () => world.finish());
      ends.add([...world.items.values()].map(textOf).join());
      return end();
    }
    for (const option of options) {
      const next = options.length > 1 ? world.fork() : world;
      steps += 1;
      if (await explaining(next, () => next.take(option))) await follow(next, options.length > 1);
      else end();
    }
  };
  const end = () => {
    executions += 1;
  };

  await follow(await World.begin(scenario, items, ablation), true);
  return { executions, states: states.size, ends: ends.size, steps };
}

async function inOrder(scenario: Scenario, steps: Scenario['callers'][string]): Promise<ReadonlyMap<string, Item>> {
  const world = await World.begin({ title: scenario.title, callers: { first: steps }, faults: 0 }, new Map());
  for (let [first] = await world.next(); first; [first] = await world.next()) {
    const option = first;
    await explaining(world, () => world.take(option));
  }
  return world.items;
}
