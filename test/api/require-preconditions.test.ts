import { expect, test } from 'vitest';
import { useApi } from '../support/api.ts';
import type { Paths } from '../support/paths.ts';

const api = useApi({ requirePreconditions: true });

const patches = [
  { patch: 'of data', path: (made: Paths) => made.conversation, body: { data: { tier: 'gold' } } },
  { patch: 'of a participant', path: (made: Paths) => made.attributes(), body: { attributes: { tier: 'gold' } } },
  {
    patch: 'of an interaction',
    path: (made: Paths) => made.interaction,
    body: { participants: [{ id: 'customer', attributes: { tier: 'gold' } }] },
  },
];

test.each(patches)(
  'a patch $patch without a version is refused with 428, and changes nothing',
  async ({ path, body }) => {
    const made = await api.make();
    const refused = await api.call('PATCH', path(made), { body });
    expect(refused).toMatchObject({ status: 428, body: { code: 'precondition-required' } });
    expect((await api.ok('GET', made.conversation)).body.version).toBe(1);
  },
);

test.each(patches)('a patch $patch with a version or If-Match is applied', async ({ path, body }) => {
  const made = await api.make();
  await api.ok('PATCH', path(made), { body: { ...body, version: 1 } });
  await api.ok('PATCH', path(made), { headers: { 'if-match': '"2"' }, body });
  const stale = await api.call('PATCH', path(made), { headers: { 'if-match': '"2"' }, body });
  expect(stale.status).toBe(412);
});

test.each(patches)(
  'a patch $patch with If-Match * names no version, and is refused with 428',
  async ({ path, body }) => {
    const made = await api.make();
    const refused = await api.call('PATCH', path(made), { headers: { 'if-match': '*' }, body });
    expect(refused.status).toBe(428);
  },
);

test.each(patches)(
  'a patch $patch whose if names each attribute that it changes is applied',
  async ({ path, body }) => {
    const made = await api.make();
    const expecting = JSON.parse(JSON.stringify(body).replace(/("(?:attributes|data)":.*?})/, '$1,"if":{"tier":null}'));
    await api.ok('PATCH', path(made), { body: expecting });
    const others = JSON.parse(JSON.stringify(expecting).replace('"tier":null', '"other":null'));
    expect((await api.call('PATCH', path(made), { body: others })).status).toBe(428);
  },
);

test('a patch of an interaction needs the version of each participant, or that of the conversation', async () => {
  const made = await api.make({ participants: [{ purpose: 'customer' }, { purpose: 'agent' }] });
  const [customer, agent] = ['customer', 'agent'].map((id) => ({ id, attributes: { tier: 'gold' } }));
  const one = { participants: [{ ...customer, version: 1 }, agent] };
  expect((await api.call('PATCH', made.interaction, { body: one })).status).toBe(428);
  const both = { participants: [one.participants[0], { ...agent, version: 1 }] };
  await api.ok('PATCH', made.interaction, { body: both });
  await api.ok('PATCH', made.interaction, { body: { participants: [customer, agent], version: 2 } });
});

test('a bad value is refused with 422, and a missing scope with 403, before the missing version, and that before 404', async () => {
  const made = await api.make();
  const bad = await api.call('PATCH', made.attributes(), { body: { attributes: { deep: [[[[[[]]]]]] } } });
  expect(bad.status).toBe(422);
  const token = await api.local.token('flow:read');
  expect((await api.call('PATCH', made.attributes(), { token, body: { attributes: { a: 1 } } })).status).toBe(403);
  const unknown = '/api/v2/conversations/never-was/participants/customer/attributes';
  expect((await api.call('PATCH', unknown, { body: { attributes: { a: 1 } } })).status).toBe(428);
});

test('a patch of the call queue only, a set and a flush need no version', async () => {
  const made = await api.make();
  await api.ok('PATCH', made.conversation, { body: { queueId: 'support' } });
  await api.ok('POST', made.flow(), { body: { attributes: { tier: 'gold' } } });
  expect((await api.ok('POST', made.flush(), { body: { attributes: { last: '1' } } })).body.flushed).toEqual([
    'tier',
    'last',
  ]);
});
