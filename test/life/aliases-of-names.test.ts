import { beforeAll, expect, test } from 'vitest';
import { takenOf } from '../guests/support.ts';
import { securedFlow, securedOf } from '../secured-api/support/paths.ts';
import { useApi } from '../support/api.ts';

const api = useApi();
const shop = '/api/v2/webchat/channels/shop';

beforeAll(async () => {
  const body = { type: 'integer', aliases: ['customer_points', 'Points'] };
  await api.ok('PUT', '/api/v2/settings/attributes/points', { body });
  await api.ok('PUT', '/api/v2/settings/channels/voice', {
    body: { savedAttributes: ['customer_points', 'points'], retentionDays: 30 },
  });
  const webchat = { attributes: { allowed: ['customer_points'], required: ['Points'] } };
  await api.ok('PATCH', shop, { body: { settings: { webchat } } });
});

test('another spelling means the name: what is written under one is stored and answered under the name', async () => {
  const { flow, flush, conversation, attributes } = await api.make({ data: { customer_points: 1 } });
  expect((await api.ok('POST', flow(), { body: { attributes: { Points: '2' } } })).body.pending).toEqual(['points']);
  const got = await api.ok('GET', `${flow()}?name=customer_points&name=points`);
  expect(got.body).toMatchObject({ attributes: { points: 2 }, aliases: { customer_points: 'points' }, notSet: [] });
  expect((await api.ok('GET', `${flow()}?name=points`)).body).not.toHaveProperty('aliases');
  expect((await api.ok('POST', flush(), { body: { attributes: { customer_points: '3' } } })).body.flushed).toEqual([
    'points',
  ]);
  expect((await api.ok('GET', attributes())).body.attributes).toEqual({ points: 3 });
  expect((await api.ok('GET', conversation)).body.data).toEqual({ points: 1 });
  await api.ok('PATCH', conversation, { body: { data: { Points: null }, if: { customer_points: 1 } } });
  expect((await api.ok('GET', conversation)).body.data).toEqual({});
});

test('a request that has a name in two spellings is refused: one of the values would be lost', async () => {
  const { conversation } = await api.make();
  const refused = await api.call('PATCH', conversation, { body: { data: { points: 1, Points: 2 } } });
  expect([refused.status, refused.body.errors]).toEqual([
    422,
    [{ name: 'data.Points', reason: expect.stringContaining('means "points", which the request has already') }],
  ]);
});

test('a saved list keeps a value whichever spelling it has, once, and contactData corrects it by any', async () => {
  const { id, conversation } = await api.make({ data: { Points: 1 } });
  await api.ok('PATCH', conversation, { body: { state: 'wrapup' } });
  expect((await api.ok('GET', `/RI/cmi/contactData/${id}`)).body.data).toEqual({ points: 1 });
  await api.ok('POST', '/RI/cmi/contactData', { body: { contact_id: id, data: { customer_points: 2 } } });
  expect((await api.ok('GET', `${conversation}/history`)).body.data).toEqual({ points: 2 });
  expect((await api.ok('GET', `${conversation}/export`)).body.savedNames).toEqual(['points']);
});

test('what a channel allows and requires is so in every spelling, and the answer has the name', async () => {
  const body = { message: { text: 'Hello' }, metadata: { Points: '5' } };
  const { accepted, conversationId } = takenOf(await api.ok('POST', `${shop}/messages`, { body }));
  expect(accepted).toEqual(['points']);
  expect((await api.ok('GET', `/api/v2/conversations/${conversationId}`)).body.data).toEqual({ points: 5 });
  const without = await api.call('POST', `${shop}/messages`, { body: { message: { text: 'Hello' } } });
  expect([without.status, without.body.errors[0]?.name]).toEqual([422, 'points']);
});

test('a secured attribute has one name, and a scope for a name covers no other that it is called by', async () => {
  const made = await api.make();
  await api.ok('PUT', '/api/v2/settings/attributes/pin', { body: { secured: true, aliases: ['pin_code'] } });
  await api.ok('PATCH', securedOf(made), { body: { attributes: { pin_code: '1' } } });
  expect((await api.ok('GET', securedOf(made))).body.attributes).toEqual({ pin: '1' });
  const got = await api.ok('GET', `${securedFlow(made)}?name=pin_code`);
  expect(got.body).toMatchObject({ attributes: { pin: '1' }, aliases: { pin_code: 'pin' } });
});
