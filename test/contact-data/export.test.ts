import { expect, test } from 'vitest';
import { openChannel } from '../guests/support.ts';
import { useApi } from '../support/api.ts';
import { pathsOf } from '../support/paths.ts';
import { add, endAs, inState, keep, queueClients } from './support.ts';

const api = useApi({ clientsFile: queueClients });

const customer = {
  id: 'ada',
  purpose: 'customer',
  externalId: 'crm-4711',
  addresses: [{ type: 'phone', uri: 'tel:+493012345' }],
  attributes: { tier: 'gold' },
};

/** A conversation that holds something of everything. */
async function makeFull() {
  const made = await api.make({
    queueId: 'sales',
    externalId: 'pbx-1',
    data: { region: 'north' },
    participants: [customer, { purpose: 'agent', attributes: { desk: 7 } }],
  });
  await api.ok('PATCH', made.conversation, { body: { wrapup: { code: 'sale', notes: 'Calls again.' } } });
  await api.ok('POST', made.flow('ivr'), { body: { attributes: { language: 'de', tier: null } } });
  await api.ok('POST', made.flow('bot'), { body: { target: 'conversation', attributes: { topic: 'order' } } });
  await api.ok('PATCH', `${made.conversation}/secureattributes`, { body: { attributes: { card: '4711-0815' } } });
  const pendingSecured = `${made.conversation}/flows/ivr/secureattributes`;
  await api.ok('POST', pendingSecured, { body: { attributes: { pin: 'p-9876', card: null } } });
  return made;
}

const pending = [
  { execution: 'ivr', target: 'participant', participantId: 'ada', name: 'language', value: 'de' },
  { execution: 'ivr', target: 'participant', participantId: 'ada', name: 'tier', value: null },
  { execution: 'bot', target: 'conversation', name: 'topic', value: 'order' },
];

test('an export gives everything that is held about a conversation, the pending writes of every execution too', async () => {
  const { id, conversation } = await makeFull();
  const { status, body, headers } = await api.call('GET', `${conversation}/export`);
  expect([status, headers.get('cache-control')]).toEqual([200, 'no-store']);
  expect(body).toMatchObject({
    id,
    type: 'voice',
    state: 'active',
    queueId: 'sales',
    externalId: 'pbx-1',
    startTime: expect.stringMatching(/^\d{4}-.*Z$/),
    data: { region: 'north' },
    wrapup: { code: 'sale', notes: 'Calls again.' },
    participants: [customer, { id: 'agent-1', purpose: 'agent', attributes: { desk: 7 }, addresses: [] }],
    secured: {
      attributes: { card: '4711-0815' },
      pending: expect.arrayContaining([
        { execution: 'ivr', name: 'pin', value: 'p-9876' },
        { execution: 'ivr', name: 'card', value: null },
      ]),
    },
  });
  expect(body).toHaveProperty('pending', expect.arrayContaining(pending));
  expect(body).toHaveProperty('pending.length', pending.length);
});

test('without secured:read an export names the secured attributes and gives no value of them, and asks no KMS', async () => {
  const { conversation } = await makeFull();
  const token = await api.local.token('conversation:erase');
  const calls = { ...api.local.kms?.calls };
  const { text, body } = await api.ok('GET', `${conversation}/export`, { token });
  expect(api.local.kms?.calls).toEqual(calls);
  expect(body).toMatchObject({ data: { region: 'north' }, participants: [customer, {}] });
  expect(body).toHaveProperty('secured.names', ['card']);
  expect(body).toHaveProperty('secured.pending', expect.arrayContaining([{ execution: 'ivr', name: 'pin' }]));
  for (const value of ['4711-0815', 'p-9876']) expect(text).not.toContain(value);
});

test('an export of an ended conversation gives the saved data, the list they came from and until when they are kept', async () => {
  await keep(api, ['tier', 'outcome']);
  const made = await makeFull();
  await endAs(api, made, 'wrapup');
  await add(api, made.id, { outcome: 'sold' });
  const inWrapup = await api.ok('GET', `${made.conversation}/export`);
  expect(inWrapup.body).toMatchObject({
    state: 'wrapup',
    participants: [{ ...customer, attributes: { language: 'de' } }, {}],
    data: { region: 'north', topic: 'order' },
    saved: { outcome: 'sold' },
    secured: { attributes: { pin: 'p-9876' }, pending: [] },
    pending: [],
  });
  await endAs(api, made, 'handled');
  const { body, text } = await api.ok('GET', `${made.conversation}/export`);
  expect(body).toMatchObject({ state: 'handled', saved: { outcome: 'sold' }, savedNames: ['tier', 'outcome'] });
  const kept = Date.parse((body as unknown as { expires: string }).expires) - Date.now();
  expect(Math.round(kept / (24 * 60 * 60 * 1000))).toBe(90);
  expect(text).not.toMatch(/north|language|4711|9876|tel:|crm-/);
});

test("an export of a guest's conversation names the channel", async () => {
  const channel = await openChannel(api, { allowed: ['order_id'] });
  const { conversationId } = await channel.taken({ metadata: { order_id: 5 } });
  const { body } = await api.ok('GET', `${pathsOf(conversationId).conversation}/export`);
  expect(body).toMatchObject({ channelId: channel.id, data: { order_id: 5 } });
});

test('numbers in an export have all their digits', async () => {
  const { conversation } = await inState(api, 'active', {});
  await api.ok('PATCH', conversation, { body: '{"data":{"big":12345678901234567890,"price":1.10}}' });
  const { text } = await api.ok('GET', `${conversation}/export`);
  expect(text).toContain('"data":{"big":12345678901234567890,"price":1.10}');
});

test('an export needs conversation:erase, and no call queue: whoever may erase it may see it', async () => {
  const { conversation } = await makeFull();
  const token = await api.local.token(undefined, 'eraser');
  expect((await api.call('GET', `${conversation}/export`, { token })).status).toBe(200);
  const others = await api.local.token('conversation:read conversation:write secured:read');
  expect((await api.call('GET', `${conversation}/export`, { token: others })).status).toBe(403);
});

test.for(['never-was', 'no%20id'])('an export of %s is refused', async (id) => {
  const status = id === 'never-was' ? 404 : 400;
  expect((await api.call('GET', `/api/v2/conversations/${id}/export`)).status).toBe(status);
});
