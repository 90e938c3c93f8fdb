import { expect, test } from 'vitest';
import { tally } from '../support/answer.ts';
import { useApi } from '../support/api.ts';
import { bagOfBytes } from '../support/bags.ts';
import { atOnce } from '../support/repeat.ts';
import { raceWithHandled, raceWithItself } from './races.ts';
import { add, endAs, inState, keep, savedOf } from './support.ts';

const api = useApi();

// 10,000 and 1,000 runs in races.long.test.ts
test('two POSTs of different names at once both land, in 20 runs', async () => {
  await raceWithItself(api, 20);
});

test('a POST that races with handled is taken and stays, in 12 runs', async () => {
  const { statuses } = await raceWithHandled(api, 12);
  expect(statuses).toEqual(new Map([[201, 12]]));
});

test('a POST that races with the end of the conversation is taken and stays, or refused and leaves nothing', async () => {
  await keep(api, ['tier']);
  const statuses = new Set<number>();
  for (let run = 0; run < 15; run++) {
    const made = await inState(api, 'active', { data: { tier: 'gold' } });
    const state = run % 3 ? 'handled' : 'wrapup';
    const [, added] = await Promise.all([endAs(api, made, state), add(api, made.id, { tier: run })]);
    expect([201, 409]).toContain(added.status);
    expect(await savedOf(api, made.id)).toEqual({ tier: added.status === 201 ? run : 'gold' });
    statuses.add(added.status);
  }
});

test('of POSTs of one name at once the last one stays whole', async () => {
  await keep(api, ['one', 'two']);
  const { id } = await inState(api, 'handled');
  for (let run = 0; run < 8; run++) {
    const answers = await atOnce(5, (number) => add(api, id, { one: number, two: number }));
    expect(tally(answers)).toEqual({ 201: 5 });
    const { one, two } = await savedOf(api, id);
    expect(one).toBe(two);
  }
});

test('POSTs at once that do not all have room: those that were taken are there, and never more than 64 KiB', async () => {
  const full = bagOfBytes(48 * 1024);
  const names = Array.from({ length: 8 }, (_, number) => `more${number}`);
  await keep(api, [...Object.keys(full), ...names]);
  for (let run = 0; run < 4; run++) {
    const { id } = await inState(api, 'wrapup', { data: full });
    const answers = await Promise.all(names.map((name) => add(api, id, { [name]: 'x'.repeat(4000) })));
    // Four fit into the 16 KiB that are left.
    expect(tally(answers)).toEqual({ 201: 4, 413: 4 });
    const saved = await savedOf(api, id);
    expect(names.filter((name) => name in saved)).toEqual(names.filter((_, at) => answers[at]?.status === 201));
  }
});

test('a POST that races with the erasure leaves nothing', async () => {
  await keep(api, ['tier']);
  for (let run = 0; run < 8; run++) {
    const made = await inState(api, 'handled');
    const [added] = await Promise.all([add(api, made.id, { tier: 'gold' }), api.ok('DELETE', made.conversation)]);
    expect([201, 404]).toContain(added.status);
    expect((await api.call('GET', `/RI/cmi/contactData/${made.id}`)).status).toBe(404);
  }
});
