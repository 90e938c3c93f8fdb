import { type Conversation, isOver } from '../reference/conversation.ts';
import { applyPending } from '../reference/flows.ts';
import { dueOf, end, forget } from '../reference/life.ts';
import type { Exchange } from './linearize.ts';
import type { Request } from './requests.ts';
import type { Command, Run } from './run.ts';
import { exchange } from './session.ts';
import { step } from './step.ts';
import { toWire } from './wire.ts';
import { activeTime, type Held, keep, keepingOf, leases, type World, writesOf } from './world.ts';

/** The clock starts the sweeper; every conversation is read after it. */
export class SweepCommand implements Command {
  check = () => true;

  async run(world: World, run: Run): Promise<void> {
    await run.api.local.sweep();
    for (const held of [...world.conversations.values()]) await look(world, run, held);
  }

  toString = () => 'sweep';
}

async function look(world: World, { api }: Run, held: Held): Promise<void> {
  const { id } = held.conversation;
  const requests = [
    { op: 'read', c: id, expand: ['participants', 'wrapup', 'data'] },
    { op: 'readSecured', c: id },
  ] as const satisfies readonly Request[];
  const exchanges: Exchange[] = [];
  for (const request of requests) exchanges.push({ request, given: await exchange(api, request) });
  const wrong: string[] = [];
  // The sweeper's own writes carry operation ids too.
  held.writes += 5;
  for (const after of afterSweep(world, held)) {
    keep(world, held, after);
    const differences = exchanges.flatMap(({ request, given }) => step(world, request, given) ?? []);
    if (differences.length === 0) return;
    wrong.push(...differences);
  }
  throw new Error(`after a sweep: ${wrong.join('\n or ')}`);
}

/** What a conversation may be after a sweep: the contract does not say in which order several executions are flushed. */
function afterSweep(world: World, { conversation: before, last }: Held): readonly Conversation[] {
  const { now } = world;
  const { id, type } = before;
  if (isOver(before, now)) {
    world.dataKeys.delete(id);
    return [before];
  }
  const conversation = forget(before, now);
  const { state, executions } = dueOf(conversation, last, now, { ...leases, active: activeTime(world, type) });
  if (!state) {
    return permutations(executions).map((some) => some.reduce((next, one) => applyPending(next, one), conversation));
  }
  const next = end(conversation, { state, at: now, versions: [] }, keepingOf(world, conversation));
  return state === 'wrapup' && mayBeLate(world, conversation) ? [next, conversation] : [next];
}

/** After a change of the settings the next look may come as late as pending writes may wait: it was set before. */
function mayBeLate(world: World, { type, pending }: Conversation): boolean {
  const isLooked = [...pending.values()].some(({ since }) => since + leases.pending <= world.now);
  const changed = writesOf(world, toWire({ op: 'readSettings', type }).path).last;
  return !isLooked && world.now < changed + leases.pending;
}

function permutations<T>(some: readonly T[]): readonly (readonly T[])[] {
  if (some.length === 0) return [[]];
  return some.flatMap((first, at) => permutations(some.toSpliced(at, 1)).map((rest) => [first, ...rest]));
}
