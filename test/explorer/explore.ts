import type { Item } from '#dynamodb/encode-item.ts';
import { textOf } from './canonical.ts';
import type { Ablation } from './memory-tables.ts';
import type { Scenario } from './scenario.ts';
import { explained, World } from './world.ts';

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
 * Runs every execution of a scenario: all orders of the callers' requests, with all that may become of them. Depth first;
 * each execution begins anew and follows the choices before the one that is tried next. A state that was there before
 * is not followed twice.
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
  const items = await inOrder(new Map(), scenario, before);
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
  for (let choices: Choice[] | undefined = []; choices; choices = next(choices)) {
    executions += 1;
    const world = new World(scenario, items, ablation);
    try {
      steps += await follow(world, choices, states);
      if (world.options().length > 0) continue;
      world.finish();
      ends.add([...world.items.values()].map(textOf).join());
    } catch (error) {
      throw explained(error, world);
    }
  }
  return { executions, states: states.size, ends: ends.size, steps };
}

/** Which of the options was taken. */
interface Choice {
  readonly taken: number;
  readonly of: number;
}

/** Goes the way of the choices, then takes the first option each time, until the end or a known state. */
async function follow(world: World, choices: Choice[], seen: Set<string>): Promise<number> {
  await world.begin();
  const known = choices.length;
  for (let depth = 0; ; depth++) {
    await world.goOn();
    const options = world.options();
    // Where there is no choice, and was none, the state before tells as much.
    if (depth >= known && (options.length > 1 || (choices[depth - 1]?.of ?? 2) > 1)) {
      const key = world.key();
      if (seen.has(key)) return depth;
      seen.add(key);
    }
    if (options.length === 0) return depth;
    const choice = choices[depth] ?? { taken: 0, of: options.length };
    const option = options[choice.taken];
    if (!option || choice.of !== options.length) throw new Error('The same choices lead to another execution');
    choices[depth] = choice;
    if (!(await world.take(option))) return depth;
  }
}

/** The choices of the next execution: the last one that has another option takes it. */
function next(choices: readonly Choice[]): Choice[] | undefined {
  const last = choices.findLastIndex(({ taken, of }) => taken + 1 < of);
  const choice = choices[last];
  return choice && [...choices.slice(0, last), { ...choice, taken: choice.taken + 1 }];
}

async function inOrder(
  items: ReadonlyMap<string, Item>,
  scenario: Scenario,
  steps: Scenario['callers'][string],
): Promise<ReadonlyMap<string, Item>> {
  const world = new World({ title: scenario.title, callers: { first: steps }, faults: 0 }, items);
  try {
    await follow(world, [], new Set());
  } catch (error) {
    throw explained(error, world);
  }
  return world.items;
}
