import { describe, expect, test } from 'vitest';
import { useApi } from '../support/api.ts';
import type { Paths } from '../support/paths.ts';

const api = useApi();

const addresses = [{ type: 'tel', uri: 'tel:+4315550100' }];
const participants = [
  { purpose: 'customer', externalId: 'crm-4', addresses, attributes: { tier: 'gold' } },
  { purpose: 'agent', attributes: { desk: 7 } },
];

/** The views that show participants, and the patch that takes one of them back. */
const views = [
  { view: 'a conversation', read: (made: Paths) => made.conversation },
  { view: 'an interaction', read: (made: Paths) => made.interaction },
  { view: 'an export', read: (made: Paths) => `${made.conversation}/export` },
];

/** Fields that no patch changes, each with another value. */
const changed = [
  ...[{ purpose: 'agent' }, { type: 'agent' }, { type: 5 }, { externalId: 'crm-5' }, { externalId: null }],
  ...[{ addresses: [] }, { addresses: [{ ...addresses[0], uri: 'tel:+1' }] }, { endTime: '2026-01-01T00:00:00.000Z' }],
];

describe.each(views)('a participant as $view shows it', ({ read }) => {
  test('is taken by a patch of its attributes and by one of the interaction, and those are merged', async () => {
    const made = await api.make({ participants });
    const shown = async () => (await api.ok('GET', read(made))).body.participants;
    const [customer] = await shown();
    const attributes = { ...customer?.attributes, step: 'one' };
    const { body } = await api.ok('PATCH', made.attributes(), { body: { ...customer, attributes } });
    expect(body).toEqual({ attributes: { tier: 'gold', step: 'one' }, version: 2 });
    const again = (await shown()).map((one) => ({ ...one, attributes: { ...one.attributes, seen: true } }));
    const patched = await api.ok('PATCH', made.interaction, { body: { participants: again } });
    expect(patched.body.participants).toMatchObject([
      { version: 3, attributes: { tier: 'gold', step: 'one', seen: true } },
      { version: 2, attributes: { desk: 7, seen: true } },
    ]);
  });

  test.each(changed)('is refused with 422 when it says %j, which is named, and changes nobody', async (field) => {
    const made = await api.make({ participants });
    const before = await api.ok('GET', made.conversation);
    const [customer, agent] = (await api.ok('GET', read(made))).body.participants;
    const [name = ''] = Object.keys(field);
    const one = await api.call('PATCH', made.attributes(), { body: { ...customer, ...field } });
    expect(one).toMatchObject({ status: 422, body: { code: 'unprocessable-content', errors: [{ name }] } });
    const body = { participants: [agent, { ...customer, ...field }] };
    const both = await api.call('PATCH', made.interaction, { body });
    expect(both).toMatchObject({ status: 422, body: { errors: [{ name: `participants.1.${name}` }] } });
    expect((await api.ok('GET', made.conversation)).text).toBe(before.text);
  });
});

test('an interaction as it was read is taken whole, also when somebody in it has left, who is not written to', async () => {
  const made = await api.make({ participants });
  await api.ok('DELETE', `${made.participants}/agent`);
  const { body: read } = await api.ok('GET', made.interaction);
  const [customer, left] = read.participants;
  const body = { ...read, participants: [{ ...customer, attributes: { tier: 'silver' } }, left] };
  const patched = await api.ok('PATCH', made.interaction, { body });
  expect(patched.body.participants).toMatchObject([{ version: 2, attributes: { tier: 'silver' } }, left]);
  const late = { ...left, attributes: { desk: 8 } };
  const refused = await api.call('PATCH', made.interaction, { body: { participants: [late] } });
  expect(refused).toMatchObject({ status: 404, body: { code: 'participant-not-found' } });
});

test('every field that is not as it was read is named at once, the id of the interaction too', async () => {
  const made = await api.make({ participants });
  const changes = { type: 'agent', externalId: 'x', attributes: {} };
  const body = {
    participants: [
      { id: 'customer', ...changes },
      { id: 'agent', ...changes },
    ],
  };
  const refused = await api.call('PATCH', made.interaction, { body });
  expect(refused.body.errors.map(({ name }) => name)).toEqual([
    ...['participants.0.type', 'participants.0.externalId', 'participants.1.externalId'],
  ]);
  const other = await api.call('PATCH', made.interaction, { body: { id: 'other', participants: [] } });
  expect(other).toMatchObject({ status: 422, body: { errors: [{ name: 'id' }] } });
});

test('a participant under an alias is compared with whom it means, and has that id', async () => {
  const made = await api.make({ participants });
  const attributes = { a: 1 };
  await api.ok('PATCH', made.attributes('customer'), { body: { id: 'customer-1', attributes } });
  const refused = await api.call('PATCH', made.attributes('customer'), { body: { id: 'agent-1', attributes } });
  expect(refused).toMatchObject({ status: 422, body: { errors: [{ name: 'id' }] } });
});

test('fields that no answer shows are refused as ever', async () => {
  const made = await api.make({ participants });
  const one = { id: 'customer', attributes: {}, position: 0 };
  const refused = await api.call('PATCH', made.interaction, { body: { participants: [one] } });
  expect(refused).toMatchObject({ status: 400, body: { errors: [{ name: 'participants.0.position' }] } });
});

test('who may not read a participant may not repeat it: each such field is refused with 400, right or wrong', async () => {
  const made = await api.make({ participants });
  const token = await api.local.token('interaction:participant:write');
  for (const externalId of ['crm-4', 'crm-5']) {
    const refused = await api.call('PATCH', made.attributes(), { token, body: { externalId, attributes: { a: 1 } } });
    expect(refused).toMatchObject({ status: 400, body: { errors: [{ name: 'externalId' }] } });
    expect(refused.text).not.toContain('crm');
  }
});

test('what is wrong with a value and with a field that is read-only is told at once, and is 400', async () => {
  const made = await api.make();
  const token = await api.token(api.scope('interaction:participant:write'));
  const deep = { tier: [[[[[[]]]]]] };
  const body = { participants: [{ id: 'customer', type: 'customer', attributes: deep }] };
  const refused = await api.call('PATCH', made.interaction, { token, body });
  expect([refused.status, refused.body.code]).toEqual([400, 'bad-request']);
  const named = refused.body.errors.map(({ name }) => name).sort();
  expect(named).toEqual(['participants.0.attributes.tier', 'participants.0.type']);
});
