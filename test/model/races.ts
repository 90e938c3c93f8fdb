import fc, { type Scheduler } from 'fast-check';
import { beforeAll } from 'vitest';
import { useClockedApi } from '../support/clock.ts';
import { emptyTables } from '../support/empty-tables.ts';
import { requestsOf } from './arbitraries.ts';
import { isDefined } from './checks.ts';
import { firstCommand } from './commands.ts';
import { toText } from './exact.ts';
import { Gate } from './gate.ts';
import { type Exchange, linearize } from './linearize.ts';
import type { Request } from './requests.ts';
import { type Run, showMaps } from './run.ts';
import type { Extent } from './runs.ts';
import { defineNames, exchange } from './session.ts';
import { step } from './step.ts';
import { concrete, type SymbolicRequest } from './symbols.ts';
import { minutes, newWorld, type World } from './world.ts';

const of = requestsOf({ large: 0, c: fc.constant('a') });

/** What happens before the race. */
const before = fc.array(fc.oneof(of.set, of.set, of.setSecured, of.patchAttributes, of.patch, of.join, of.leave), {
  maxLength: 5,
});

const racer: fc.Arbitrary<SymbolicRequest> = fc.oneof(
  ...[of.set, of.set, of.set, of.flush, of.flush, of.flush, of.patchAttributes, of.patchAttributes],
  ...[of.end, of.end, of.end, of.patch, of.patchInteraction, of.join, of.leave, of.leave, of.get, of.read],
  ...[of.erase, of.history, of.create(fc.constant('a'))],
  of.addContactData,
);

/** What races, with one of them delivered twice or not. */
const racers = fc
  .tuple(fc.array(racer, { minLength: 2, maxLength: 4 }), fc.boolean())
  .map(([some, twice]) => (twice ? [...some, ...some.slice(0, 1)] : some));

/** A write by the alias `agent`, and a participant who joins under that id: an exact id comes before an alias. */
export const aliasTakenOver: typeof racers = fc.tuple(
  fc.constantFrom<SymbolicRequest>(
    { op: 'patchAttributes', c: 'a', p: 'agent', attributes: new Map([['tier', '1']]) },
    { op: 'patchInteraction', c: 'a', participants: [{ id: 'agent', attributes: new Map([['tier', '1']]) }] },
    { op: 'set', c: 'a', f: 'ivr', participantId: 'agent', attributes: new Map([['tier', '"1"']]) },
    { op: 'flush', c: 'a', f: 'ivr', participantId: 'agent', attributes: new Map([['tier', '"1"']]) },
  ),
  fc.constant<SymbolicRequest>({ op: 'join', c: 'a', participant: { id: 'agent', purpose: 'agent' } }),
);

/** Serves the API to a file's tests, with a scheduler between its handlers and DynamoDB. */
export function useRaces() {
  const { api, start, setClock } = useClockedApi();
  const gate = new Gate();
  beforeAll(() => gate.install());

  const send = async (request: Request): Promise<Exchange> => ({ request, given: await exchange(api, request) });

  const race = async (scheduler: Scheduler, world: World, requests: readonly Request[], sweeps: boolean) => {
    const exchanges: Exchange[] = [];
    const works = requests.map((request) => async () => void exchanges.push(await send(request)));
    const swept = sweeps
      ? [...world.conversations].flatMap(([c, held]) => [...held.conversation.pending.keys()].map((f) => ({ c, f })))
      : [];
    await gate.race(scheduler, sweeps ? [...works, () => api.local.sweep()] : works);
    const reads: Exchange[] = [];
    for (const request of readsOf([...world.conversations.keys()])) reads.push(await send(request));
    return { exchanges, swept, reads };
  };

  const check = async (
    { runs, seconds }: Omit<Extent, 'commands'>,
    racing = racers,
  ): Promise<{ readonly races: number }> => {
    let races = 0;
    const run: Run = { api, start, keyed: [], setClock, count: () => undefined };
    const scenario = fc.tuple(firstCommand, before, racing, fc.integer({ min: 0, max: 3 }), fc.scheduler());
    const property = fc
      .asyncProperty(scenario, async ([first, earlier, symbols, luck, scheduler]) => {
        setClock(start);
        const world = newWorld(start);
        await defineNames(api);
        await first.run(world, run);
        for (const symbolic of earlier) {
          const request = concrete(world, symbolic, start);
          step(world, request, await exchange(api, request));
        }
        const sweeps = luck === 0;
        if (sweeps) world.now += 61 * minutes;
        setClock(world.now);
        const requests = symbols
          .map((symbolic) => concrete(world, symbolic, start))
          .filter((one) => isDefined(world, one));
        const outcome = await race(scheduler, world, requests, sweeps);
        races += 1;
        if (linearize(world, outcome)) return;
        throw new Error(`no order explains ${[...outcome.exchanges, ...outcome.reads].map(show).join('\n')}`);
      })
      .afterEach(emptyTables);
    const limit = { interruptAfterTimeLimit: seconds * 1000, markInterruptAsFailure: true };
    await fc.assert(property, { numRuns: runs, ...limit });
    return { races };
  };
  return { check };
}

function readsOf(ids: readonly string[]): readonly Request[] {
  return ids.flatMap((c): Request[] => [
    { op: 'read', c, expand: ['participants', 'wrapup', 'data'] },
    { op: 'history', c },
    { op: 'readSecured', c },
    ...['ivr', 'constructor', 'an-execution-with-a-long-id'].flatMap((f): Request[] => [
      { op: 'get', c, f, names: [] },
      { op: 'get', c, f, names: [], target: 'conversation' },
    ]),
  ]);
}

function show({ request, given }: Exchange): string {
  return `${JSON.stringify(request, showMaps)} -> ${given.status} ${given.text || toText({})}`;
}
