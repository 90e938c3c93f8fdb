import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Answer } from '../support/answer.ts';
import { useApi } from '../support/api.ts';

const api = useApi();

const typed = ['customer_segment', { name: 'order_id', type: 'integer' }, { name: 'Order_ID', type: 'string' }];

const webchat = (settings: object) => ({ settings: { webchat: settings } });
const unversioned = ({ body: { version: _, ...body } }: Answer) => body;
const allowing = (allowed: unknown) => webchat({ attributes: { allowed } });

function newChannel(): string {
  return `/api/v2/webchat/channels/${randomUUID()}`;
}

test('a channel that nobody patched is webmessaging and allows nothing', async () => {
  const { status, body } = await api.call('GET', newChannel());
  expect([status, body]).toEqual([
    200,
    { ...webchat({ type: 'webmessaging', attributes: { allowed: [] } }), version: 0 },
  ]);
});

test('a patch answers the channel after it, which is what a get gives', async () => {
  const path = newChannel();
  const whole = webchat({ type: 'webchat', attributes: { allowed: typed } });
  const { status, body } = await api.call('PATCH', path, { body: whole });
  expect([status, body]).toEqual([200, { ...whole, version: 1 }]);
  expect(unversioned(await api.ok('GET', path))).toEqual(whole);
});

test('a patch of the type leaves the list, and one of the list leaves the type', async () => {
  const path = newChannel();
  await api.ok('PATCH', path, { body: allowing(typed) });
  await api.ok('PATCH', path, { body: webchat({ type: 'webchat' }) });
  expect(unversioned(await api.ok('GET', path))).toEqual(webchat({ type: 'webchat', attributes: { allowed: typed } }));
  await api.ok('PATCH', path, { body: allowing(['other']) });
  expect(unversioned(await api.ok('GET', path))).toEqual(
    webchat({ type: 'webchat', attributes: { allowed: ['other'] } }),
  );
});

test('patches at once of the type and of the list both land', async () => {
  for (let run = 0; run < 20; run++) {
    const path = newChannel();
    await Promise.all([
      api.ok('PATCH', path, { body: allowing(typed) }),
      api.ok('PATCH', path, { body: webchat({ type: 'webchat' }) }),
    ]);
    expect(unversioned(await api.ok('GET', path))).toEqual(
      webchat({ type: 'webchat', attributes: { allowed: typed } }),
    );
  }
});

test.for([
  [allowing(['with space']), 400],
  [allowing(['kebab-case']), 400],
  [allowing(['Größe']), 400],
  [allowing(['']), 400],
  [allowing(['x'.repeat(257)]), 400],
  [allowing([5]), 400],
  [allowing([null]), 400],
  [allowing([{ name: 'order_id' }]), 400],
  [allowing([{ name: 'order_id', type: 'date' }]), 400],
  [allowing([{ name: 'order id', type: 'string' }]), 400],
  [allowing([{ name: 'order_id', type: 'string', required: true }]), 400],
  [allowing('order_id'), 400],
  [allowing(['order_id', 'order_id']), 422],
  [allowing(['a', { name: 'order_id', type: 'string' }, { name: 'order_id', type: 'integer' }]), 422],
  [allowing(['order_id', 'a', { name: 'order_id', type: 'string' }]), 422],
  [allowing(Array.from({ length: 101 }, (_, number) => `name_${number}`)), 422],
  [webchat({ type: 'voice' }), 400],
  [webchat({ attributes: { allowed: [], forbidden: [] } }), 400],
  [webchat({ color: 'blue' }), 400],
  [{ settings: {} }, 400],
  [{}, 400],
] as const)('refuses %j with %i, and changes nothing', async ([body, status]) => {
  const path = newChannel();
  const before = webchat({ type: 'webchat', attributes: { allowed: typed } });
  await api.ok('PATCH', path, { body: before });
  const refused = await api.call('PATCH', path, { body });
  expect(refused.status).toBe(status);
  expect(refused.body.errors.length).toBeGreaterThan(0);
  expect(unversioned(await api.ok('GET', path))).toEqual(before);
});

test('a list of 100 names of 256 characters is kept', async () => {
  const path = newChannel();
  const body = allowing(Array.from({ length: 100 }, (_, number) => `${number}`.padStart(256, 'n_')));
  await api.ok('PATCH', path, { body });
  expect((await api.ok('GET', path)).body).toMatchObject(body);
});

test('who may change a channel may read it: a script reads before it writes', async () => {
  const token = await api.local.token('webchat:write');
  const path = newChannel();
  const changed = await api.ok('PATCH', path, { token, body: allowing(['tier']) });
  expect((await api.ok('GET', path, { token })).text).toBe(changed.text);
});

test.for([
  ['GET', '', 'webchat:guest'],
  ['PATCH', '', 'webchat:read webchat:guest'],
  ['POST', '/messages', 'webchat:read webchat:write'],
] as const)('%s of a channel%s needs more than %s', async ([method, rest, scopes]) => {
  const token = await api.local.token(scopes);
  const answer = await api.call(method, newChannel() + rest, { token, ...(method !== 'GET' && { body: {} }) });
  expect(answer).toMatchObject({ status: 403, body: { code: 'missing-scope' } });
});
