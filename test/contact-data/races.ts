import { expect } from 'vitest';
import type { Api } from '../support/api.ts';
import { add, endAs, inState, keep, savedOf } from './support.ts';

/** What came of POSTs that raced. */
export interface RaceResult {
  /** How often each status came. */
  readonly statuses: ReadonlyMap<number, number>;
}

/** In each run, POSTs contact data at once with the end of wrap-up. What was acknowledged is there, the rest is not. */
export async function raceWithHandled(api: Api, runs: number): Promise<RaceResult> {
  await keep(api, ['tier', 'outcome']);
  const statuses = new Map<number, number>();
  for (let run = 0; run < runs; run++) {
    const made = await inState(api, 'wrapup', { data: { tier: 'gold' } });
    const post = () => add(api, made.id, { outcome: run });
    const end = () => endAs(api, made, 'handled');
    // Each of the two is sent first in half of the runs.
    const [first, second] = run % 2 ? [post(), end()] : [end(), post()];
    const [added, ended] = await Promise.all(run % 2 ? [first, second] : [second, first]);
    expect(ended.body).toMatchObject({ state: 'handled' });
    const kept = added.status === 201 ? { outcome: run } : {};
    expect(await savedOf(api, made.id), `run ${run}`).toEqual({ tier: 'gold', ...kept });
    statuses.set(added.status, (statuses.get(added.status) ?? 0) + 1);
  }
  return { statuses };
}

/** In each run, POSTs two different names at once to one conversation: both land. @param runs a multiple of 20 */
export async function raceWithItself(api: Api, runs: number): Promise<void> {
  const numbers = Array.from({ length: 20 }, (_, number) => number);
  const all = numbers.flatMap((number) => [`a${number}`, `b${number}`]);
  await keep(api, all);
  for (let done = 0; done < runs; done += numbers.length) {
    const { id } = await inState(api, done % 40 ? 'wrapup' : 'handled');
    for (const number of numbers) {
      const names = [`a${number}`, `b${number}`];
      const answers = await Promise.all(names.map((name) => add(api, id, { [name]: `${name} of ${done}` })));
      expect(answers.map(({ status }) => status)).toEqual([201, 201]);
    }
    expect(await savedOf(api, id)).toEqual(Object.fromEntries(all.map((name) => [name, `${name} of ${done}`])));
  }
}
