import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { Gate } from '../model/gate.ts';
import { useClockedApi } from '../support/clock.ts';
import { emptyTables } from '../support/empty-tables.ts';
import { days, hours, keep, sweep } from './support.ts';

const { api, start, setClock } = useClockedApi();
const gate = new Gate();
beforeAll(() => gate.install());

test.each([
  { race: 'a flush of pending writes', later: 1 * hours },
  { race: 'an end of what was active too long', later: 1 * days },
])(
  'a sweeper that comes to $race when a caller ends or erases the conversation reports no failure',
  async ({ later }) => {
    const scenario = fc.tuple(fc.constantFrom('wrapup', 'abandoned', 'erase'), fc.scheduler());
    const property = fc
      .asyncProperty(scenario, async ([what, scheduler]) => {
        setClock(start);
        await keep(api, 'voice', []);
        const made = await api.make();
        await api.ok('POST', made.flow(), { body: { attributes: { tier: 'gold' } } });
        setClock(start + later);
        const call = async () => {
          if (what === 'erase') return api.ok('DELETE', made.conversation);
          // It may be in wrap-up already.
          return api.call('PATCH', made.conversation, { body: { state: what } });
        };
        const failed = async () => (await sweep(api)).failed;
        expect((await gate.race<unknown>(scheduler, [call, failed]))[1]).toBe(0);
      })
      .afterEach(emptyTables);
    await fc.assert(property, { numRuns: 10 });
  },
);
