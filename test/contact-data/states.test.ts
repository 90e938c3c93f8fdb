import { expect, test } from 'vitest';
import { expire } from '../reports/table.ts';
import { useApi } from '../support/api.ts';
import { add, contactDataPath, endAs, historyOf, inState, keep, savedOf } from './support.ts';

const api = useApi();

const participants = [{ purpose: 'customer', attributes: { tier: 'gold' } }];

/** Every read of saved data. */
function reads(id: string): readonly string[] {
  return [`${contactDataPath}/${id}`, `${contactDataPath}?contact_id=${id}`, `/api/v2/conversations/${id}/history`];
}

test.for(['wrapup', 'handled'])(
  'a conversation in %s takes contact data, which all reads of saved data give',
  async (state) => {
    await keep(api, ['tier', 'outcome']);
    const { id } = await inState(api, state, { participants });
    expect((await add(api, id, { outcome: 'sold' })).status).toBe(201);
    for (const path of reads(id)) {
      expect((await api.ok('GET', path)).body.data, path).toEqual({ tier: 'gold', outcome: 'sold' });
    }
  },
);

test.for([
  ['active', 'conversation-not-ended'],
  ['abandoned', 'conversation-ended'],
] as const)('a conversation that is %s refuses contact data with 409, and has none to read', async ([state, code]) => {
  await keep(api, ['tier', 'outcome']);
  const { id, conversation } = await inState(api, state, { participants });
  const before = await api.ok('GET', conversation);
  expect(await add(api, id, { outcome: 'sold' })).toMatchObject({ status: 409, body: { code } });
  expect((await api.ok('GET', conversation)).text).toBe(before.text);
  for (const path of reads(id)) {
    expect(await api.call('GET', path), path).toMatchObject({ status: 404, body: { code: 'conversation-not-found' } });
  }
});

test('a conversation that never was, or is erased, answers 404 to every read and to contact data', async () => {
  await keep(api, ['outcome']);
  const erased = await inState(api, 'handled');
  await api.ok('DELETE', erased.conversation);
  for (const id of ['never-was', erased.id]) {
    for (const path of reads(id)) expect((await api.call('GET', path)).status, path).toBe(404);
    expect((await add(api, id, { outcome: 'sold' })).status).toBe(404);
  }
});

test('a record whose retention is over answers 404, though the table still has it', async () => {
  await keep(api, ['outcome']);
  const { id } = await inState(api, 'handled', { data: { outcome: 'sold' } });
  await expire(api, id);
  for (const path of reads(id)) expect((await api.call('GET', path)).status, path).toBe(404);
  expect((await add(api, id, { outcome: 'sold' })).status).toBe(404);
  expect((await api.ok('GET', '/api/v2/reports/contact-log')).text).not.toContain(id);
});

test('contact data show in the history view and not in the live one', async () => {
  await keep(api, ['tier', 'outcome']);
  const { id, conversation, attributes } = await inState(api, 'wrapup', { participants, data: { other: 'x' } });
  await add(api, id, { outcome: 'sold', tier: 'silver' });
  const live = await api.ok('GET', `${conversation}?expand=participants,wrapup,data`);
  expect(live.body).toMatchObject({ data: { other: 'x' }, participants: [{ attributes: { tier: 'gold' } }] });
  expect(live.text).not.toMatch(/outcome|silver|sold/);
  expect((await api.ok('GET', attributes())).body.attributes).toEqual({ tier: 'gold' });
  expect(await historyOf(api, id)).toEqual({ tier: 'silver', outcome: 'sold' });
});

test('what was added in wrap-up stays when the conversation is handled, by hand or by the sweeper', async () => {
  await keep(api, ['tier', 'outcome']);
  const made = await inState(api, 'wrapup', { participants });
  await add(api, made.id, { outcome: 'sold' });
  await endAs(api, made, 'handled');
  expect(await savedOf(api, made.id)).toEqual({ tier: 'gold', outcome: 'sold' });
  await add(api, made.id, { outcome: 'returned' });
  expect(await savedOf(api, made.id)).toEqual({ tier: 'gold', outcome: 'returned' });

  const left = await inState(api, 'wrapup', { participants });
  await add(api, left.id, { outcome: 'open' });
  const { now } = Date;
  try {
    Date.now = () => now() + 61 * 60 * 1000;
    await api.local.sweep();
  } finally {
    Date.now = now;
  }
  expect((await api.ok('GET', left.conversation)).body).toMatchObject({ state: 'handled' });
  expect(await savedOf(api, left.id)).toEqual({ tier: 'gold', outcome: 'open' });
});

test('the saved list that counts is the one at wrap-up, whatever it becomes afterwards', async () => {
  await keep(api, ['tier', 'outcome']);
  const made = await inState(api, 'wrapup', { participants, data: { region: 'north' } });
  await keep(api, ['region']);
  expect((await add(api, made.id, { region: 'north' })).status).toBe(422);
  expect((await add(api, made.id, { outcome: 'sold' })).status).toBe(201);
  await endAs(api, made, 'handled');
  expect((await add(api, made.id, { region: 'north' })).status).toBe(422);
  expect((await add(api, made.id, { outcome: 'returned' })).status).toBe(201);
  expect(await savedOf(api, made.id)).toEqual({ tier: 'gold', outcome: 'returned' });
});

test.for(['task', 'email'])('a conversation on %s saves nothing, so that no name can be added', async (type) => {
  await keep(api, [], type);
  const { id } = await inState(api, 'handled', { type });
  expect(await add(api, id, { outcome: 'sold' })).toMatchObject({
    status: 422,
    body: { errors: [{ name: 'data.outcome' }] },
  });
  expect(await savedOf(api, id)).toEqual({});
});
