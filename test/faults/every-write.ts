import { beforeAll, describe, expect, test } from 'vitest';
import type { FaultyApi } from './api.ts';
import { type Faultless, Faults, faultless, type Outcome, outcomeOf } from './outcomes.ts';
import type { Choice, Scenario } from './scenarios.ts';
import { type Prepared, setUp, type Write, writes } from './writes.ts';

/** The tests of what comes of every kind of write in those of these scenarios that are chosen for it. */
export function testWrites(faulty: FaultyApi, scenarios: readonly Scenario[], choose: Choice): void {
  const chosen = new Map(writes.map((write, nth) => [write, choose(scenarios, nth)]));
  const writesIn = (scenario: Scenario) => writes.filter((write) => known(chosen, write).includes(scenario));
  /** What comes of each write while the store works. */
  const expected = new Map<Write, Faultless>();
  const outcomes = new Map<Scenario, ReadonlyMap<Write, Outcome>>();

  beforeAll(async () => {
    const { api, proxy } = faulty;
    await setUp(api);
    for (const write of writes) expected.set(write, await faultless(api, write));
    const prepared = new Map<Scenario, Map<Write, Prepared>>();
    for (const scenario of scenarios) {
      prepared.set(scenario, await forEach(writesIn(scenario), (write) => write.prepare(api)));
    }
    const faults = new Faults(proxy);
    const run = async (scenario: Scenario) => {
      const outcome = (write: Write) => outcomeOf(api, faults, known(known(prepared, scenario), write), scenario);
      outcomes.set(scenario, await forEach(writesIn(scenario), outcome));
    };
    // Those that wait for answers do so side by side, the others one after another: the machine is never too busy.
    for (const scenario of scenarios.filter(({ isSlow }) => !isSlow)) await run(scenario);
    await Promise.all(scenarios.filter(({ isSlow }) => isSlow).map(run));
  });

  describe.each(scenarios.filter(({ told }) => told === 'success'))('when $scenario', (scenario) => {
    test.each(writesIn(scenario))('$write is applied once, and its caller told so', (write) => {
      const { told, after } = known(known(outcomes, scenario), write);
      expect({ told, after }).toEqual(known(expected, write).done);
    });
  });

  describe.each(scenarios.filter(({ told }) => told === 'retry'))('when $scenario', (scenario) => {
    test.each(writesIn(scenario))(
      '$write is answered with 503 in time, whole or not there, and succeeds when it comes again',
      (write) => {
        const { told, retryAfter, after, again } = known(known(outcomes, scenario), write);
        const { before, done } = known(expected, write);
        // By this code: the gateway, which cuts a function off that has not answered in time, has none.
        expect(told).toMatchObject({ status: 503, code: 'store-unavailable' });
        expect(retryAfter).toBeGreaterThan(0);
        if (scenario.applied === 'either') expect([done.after, before]).toContainEqual(after);
        else expect(after).toEqual(scenario.applied && !write.isSecond ? done.after : before);
        expect(again).toEqual(done);
      },
    );
  });
}

/** Does something with each at once, and gives what came of it. */
async function forEach<Key, T>(keys: readonly Key[], work: (key: Key) => Promise<T>): Promise<Map<Key, T>> {
  return new Map(await Promise.all(keys.map(async (key) => [key, await work(key)] as const)));
}

function known<Key, T>(map: ReadonlyMap<Key, T>, key: Key): T {
  const value = map.get(key);
  if (value === undefined) throw new Error(`nothing came of ${JSON.stringify(key)}`);
  return value;
}
