import { describe, expect, test } from 'vitest';
import { useClockedApi } from '../support/clock.ts';
import type { Paths } from '../support/paths.ts';
import { days, end, itemOf, keep, minutes, sweep } from './support.ts';

const { api, start, setClock } = useClockedApi();

/** A conversation in a state, which is kept for two days. */
async function begin(states: readonly string[]): Promise<Paths> {
  setClock(start);
  await keep(api, 'voice', ['tier'], 2);
  const made = await api.make({ id: crypto.randomUUID(), data: { tier: 'gold' } });
  for (const state of states) await end(api, made.conversation, state);
  return made;
}

describe.each([
  { state: 'wrapup', states: ['wrapup'] },
  { state: 'handled', states: ['handled'] },
  { state: 'abandoned', states: ['abandoned'] },
])('a conversation in $state whose retention is over, and that nothing has removed yet', ({ states }) => {
  const bag = { attributes: { tier: 'silver' } };
  const secured = { attributes: { card: '4111' }, version: 0 };
  const operations: readonly (readonly [method: string, path: (made: Paths) => string, body?: object])[] = [
    ['GET', ({ conversation }) => conversation],
    ['PATCH', ({ conversation }) => conversation, { queueId: 'sales' }],
    ['PATCH', ({ conversation }) => conversation, { wrapup: { code: 'late' } }],
    ['PATCH', ({ conversation }) => conversation, { data: { tier: 'silver' } }],
    ['PATCH', ({ conversation }) => conversation, { state: 'handled' }],
    ['DELETE', ({ conversation }) => conversation],
    ['GET', ({ conversation }) => `${conversation}/history`],
    ['GET', ({ conversation }) => `${conversation}/export`],
    ['POST', ({ participants }) => participants, { purpose: 'agent' }],
    ['GET', (made) => made.attributes()],
    ['PATCH', (made) => made.attributes(), bag],
    ['GET', ({ interaction }) => interaction],
    ['PATCH', ({ interaction }) => interaction, { participants: [{ id: 'customer', ...bag }] }],
    ['POST', (made) => made.flow(), bag],
    ['GET', (made) => made.flow()],
    ['POST', (made) => made.flush()],
    ['GET', ({ conversation }) => `${conversation}/flows/ivr/secureattributes`],
    ['POST', ({ conversation }) => `${conversation}/flows/ivr/secureattributes`, { attributes: { card: '4111' } }],
    ['GET', ({ conversation }) => `${conversation}/secureattributes`],
    ['PUT', ({ conversation }) => `${conversation}/secureattributes`, secured],
    ['PATCH', ({ conversation }) => `${conversation}/secureattributes`, { attributes: { card: '4111' } }],
    ['GET', ({ id }) => `/RI/cmi/contactData/${id}`],
    ['GET', ({ id }) => `/RI/cmi/contactData?contact_id=${id}`],
  ];

  test('is 404 for every operation, and nothing of them is written', async () => {
    const made = await begin(states);
    const before = await itemOf(made.id);
    setClock(start + 2 * days);
    for (const [method, path, body] of operations) {
      const { status, text } = await api.call(method, path(made), body && { body });
      expect(`${status} ${JSON.parse(text || '{}').code}`, `${method} ${path(made)} ${JSON.stringify(body)}`).toBe(
        '404 conversation-not-found',
      );
    }
    const added = { contact_id: made.id, data: { tier: 'silver' } };
    expect((await api.call('POST', '/RI/cmi/contactData', { body: added })).status).toBe(404);
    expect(await itemOf(made.id)).toEqual(before);
  });

  test('is there until the very second', async () => {
    const made = await begin(states);
    setClock(start + 2 * days - 1000);
    expect((await api.call('GET', made.conversation)).status).toBe(200);
    setClock(start + 2 * days);
    expect((await api.call('GET', made.conversation)).status).toBe(404);
  });

  test('is in no list', async () => {
    const made = await begin(states);
    setClock(start + 2 * days);
    for (const list of ['/api/v2/conversations', '/api/v2/reports/contact-log']) {
      expect((await api.ok('GET', list)).text).not.toContain(made.id);
    }
  });

  test('leaves its id to a new one, which has nothing of it and is not swept away in its place', async () => {
    const made = await begin(states);
    const later = start + 2 * days;
    setClock(later);
    const body = { id: made.id, type: 'callback', participants: [] };
    await api.ok('POST', '/api/v2/conversations', { body });
    await sweep(api);
    expect((await api.ok('GET', made.conversation)).body).toEqual({
      ...{ id: made.id, type: 'callback', state: 'active', startTime: new Date(later).toISOString(), version: 1 },
      ...{ data: {}, participants: [] },
    });
    expect((await api.call('GET', `${made.conversation}/history`)).status).toBe(404);
    expect((await itemOf(made.id))?.saved).toBeUndefined();
  });
});

test('the retention that counts is the one at wrap-up', async () => {
  const made = await begin(['wrapup']);
  await keep(api, 'voice', [], 90);
  setClock(start + 30 * minutes);
  await end(api, made.conversation, 'handled');
  setClock(start + 2 * days);
  expect((await api.call('GET', made.conversation)).status).toBe(404);
});
