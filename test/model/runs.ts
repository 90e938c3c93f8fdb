import { inspect } from 'node:util';
import fc from 'fast-check';
import { watchTold } from '../events/watch.ts';
import { useClockedApi } from '../support/clock.ts';
import { emptyTables } from '../support/empty-tables.ts';
import { commandsOf, firstCommand, type Kind, SendCommand, settingsCommand } from './commands.ts';
import type { Request } from './requests.ts';
import type { Command, Run } from './run.ts';
import { seldom } from './seldom.ts';
import { defineNames } from './session.ts';
import { operations } from './step.ts';
import { newWorld, type World } from './world.ts';

/** How much is checked. */
export interface Extent {
  readonly runs: number;
  /** In a run, on average. */
  readonly commands: number;
  /** After which the check fails, if it is still looking for a smaller counterexample. */
  readonly seconds: number;
}

/** What all runs came to. */
export interface Sent {
  /** Commands. */
  readonly total: number;
  /** Operations that were never answered with success. */
  readonly missing: readonly Request['op'][];
}

/** Serves the API to a file's tests, with a clock that tests set. */
export function useModelRuns() {
  const { api, start, setClock } = useClockedApi();
  const told = watchTold();

  const setup = (count: Run['count']): { model: World; real: Run } => {
    setClock(start);
    return { model: newWorld(start), real: { api, start, keyed: [], setClock, count } };
  };

  /** Sends what succeeds seldom by chance, and gives what succeeded. */
  const checkSeldom = async (): Promise<ReadonlySet<Request['op']>> => {
    const succeeded = new Set<Request['op']>();
    const { model, real } = setup(({ op }, status) => {
      if (status < 300) succeeded.add(op);
    });
    await defineNames(api);
    for (const symbolic of seldom) await new SendCommand(symbolic).run(model, real);
    told.check();
    await emptyTables();
    return succeeded;
  };

  const check = async ({ runs, commands, seconds }: Extent): Promise<Sent> => {
    let total = 0;
    const succeeded = new Set<Request['op']>();
    const count = ({ op }: Request, status: number) => {
      if (status < 300) succeeded.add(op);
    };
    // Lengths are spread evenly from 0 to the most.
    const sizes = { maxCommands: Math.round(2.25 * commands), size: 'max' } as const;
    const sequence = (kind: Kind): fc.Arbitrary<readonly [Command, Command, Iterable<Command>]> =>
      fc.tuple(settingsCommand, firstCommand, fc.commands(commandsOf(kind), sizes));
    const property = fc
      .asyncProperty(
        fc.oneof(
          { weight: 6, arbitrary: sequence({ large: 1, ends: true }) },
          { weight: 3, arbitrary: sequence({ large: 1, ends: false }) },
          { weight: 1, arbitrary: sequence({ large: 60, ends: false }) },
        ),
        async ([settings, first, others]) => {
          const { model, real } = setup(count);
          total += 2 + [...others].length;
          await defineNames(api);
          await settings.run(model, real);
          await first.run(model, real);
          await fc.asyncModelRun(() => ({ model, real }), others);
          told.check();
        },
      )
      .afterEach(emptyTables);
    const limit = { interruptAfterTimeLimit: seconds * 1000, markInterruptAsFailure: true };
    await fc.assert(property, { numRuns: runs, ...limit }).catch((error: unknown) => {
      // At once, with the seed: the report comes when all other files have ended.
      process.stderr.write(`${inspect(error)}\n`);
      throw error;
    });
    return { total, missing: operations.filter((operation) => !succeeded.has(operation)) };
  };
  return { api, check, checkSeldom };
}
