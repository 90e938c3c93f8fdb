import { dueOf, end, flush } from './ending.ts';
import type { Exchange } from './linearize.ts';
import type { Request } from './requests.ts';
import type { Command, Run } from './run.ts';
import { exchange } from './session.ts';
import { step } from './step.ts';
import { toWire } from './wire.ts';
import { type Conversation, leases, type World, writesOf } from './world.ts';

/** The clock starts the sweeper; every conversation is read after it. */
export class SweepCommand implements Command {
  check = () => true;

  async run(world: World, run: Run): Promise<void> {
    await run.api.local.sweep();
    for (const conversation of [...world.conversations.values()]) await look(world, run, conversation);
  }

  toString = () => 'sweep';
}

async function look(world: World, { api }: Run, conversation: Conversation): Promise<void> {
  const { id } = conversation;
  const requests = [
    { op: 'read', c: id, expand: ['participants', 'wrapup', 'data'] },
    { op: 'readSecured', c: id },
  ] as const satisfies readonly Request[];
  const exchanges: Exchange[] = [];
  for (const request of requests) exchanges.push({ request, given: await exchange(api, request) });
  const wrong: string[] = [];
  for (const after of afterSweep(world, conversation)) {
    world.conversations.set(id, after);
    const differences = exchanges.flatMap(({ request, given }) => step(world, request, given) ?? []);
    if (differences.length === 0) return;
    wrong.push(...differences);
  }
  throw new Error(`after a sweep: ${wrong.join('\n or ')}`);
}

/** What a conversation may be after a sweep: the design does not say in which order several executions are flushed. */
function afterSweep(world: World, conversation: Conversation): readonly Conversation[] {
  // The sweeper's own writes carry operation ids too.
  const swept = { ...structuredClone(conversation), writes: conversation.writes + 5 };
  const due = dueOf(world, swept);
  if (due === 'remove') return [{ ...swept, hasDataKey: false }];
  if (due === 'end' || due === 'handle') {
    const looked = structuredClone(swept);
    end(world, swept, due === 'end' ? 'wrapup' : 'handled');
    swept.version += 1;
    return due === 'end' && mayBeLate(world, looked) ? [swept, looked] : [swept];
  }
  return permutations(due.flush).map((executions) => {
    const flushed = structuredClone(swept);
    for (const execution of executions) flush(flushed, execution);
    return flushed;
  });
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
