import { expect, test } from 'vitest';
import { useApi } from '../support/api.ts';

const api = useApi();

const addresses = [
  { type: 'tel', uri: 'tel:+4315550100' },
  { type: 'email', uri: 'mailto:caller@example.com' },
];

const participants = [
  { id: 'caller', purpose: 'customer', externalId: 'crm-4', addresses, attributes: { tier: 'gold', old: 1 } },
  { purpose: 'agent' },
];

test('an interaction shows its participants with type, externalId and addresses', async () => {
  const made = await api.make({ participants, data: { a: 1 } });
  const { status, headers, body } = await api.call('GET', made.interaction);
  expect([status, headers.get('etag')]).toEqual([200, '"1"']);
  expect(body).toEqual({
    id: made.id,
    version: 1,
    participants: [
      {
        id: 'caller',
        type: 'customer',
        externalId: 'crm-4',
        version: 1,
        attributes: { tier: 'gold', old: 1 },
        addresses,
      },
      { id: 'agent-1', type: 'agent', version: 1, attributes: {}, addresses: [] },
    ],
  });
});

test('a patch of several participants merges each, removes by null, and raises the version by one', async () => {
  const made = await api.make({ participants });
  const answer = await api.ok('PATCH', made.interaction, {
    body: {
      participants: [
        { id: 'caller', version: 1, attributes: { old: null, step: 1 } },
        { id: 'agent', attributes: { desk: 7 } },
      ],
    },
  });
  expect(answer.headers.get('etag')).toBe('"2"');
  expect(answer.body).toMatchObject({ id: made.id, version: 2, participants: [{ version: 2 }, { version: 2 }] });
  expect(answer.body.participants.map((one) => one.attributes)).toEqual([{ tier: 'gold', step: 1 }, { desk: 7 }]);
  expect((await api.ok('GET', made.interaction)).text).toBe(answer.text);
});

test('a participant of a patch without attributes to change keeps its version', async () => {
  const made = await api.make({ participants });
  const body = {
    participants: [
      { id: 'caller', attributes: {} },
      { id: 'agent', attributes: { desk: 7 } },
    ],
  };
  const answer = await api.ok('PATCH', made.interaction, { body });
  expect(answer.body.participants.map(({ version }) => version)).toEqual([1, 2]);
});

test.each([
  { why: 'one version is not current', one: { version: 1 }, other: { version: 2 }, status: 409 },
  { why: 'one participant is not there', one: {}, other: { id: 'nobody' }, status: 404 },
  { why: 'one value is too deep', one: {}, other: { attributes: { deep: [[[[[[]]]]]] } }, status: 422 },
  { why: 'one name is bad', one: {}, other: { attributes: { '': 1 } }, status: 400 },
  { why: 'a participant is named twice', one: {}, other: { id: 'caller' }, status: 422 },
])('a patch in which $why is refused with $status, and changes nobody', async ({ one, other, status }) => {
  const made = await api.make({ participants });
  const before = await api.ok('GET', made.interaction);
  const refused = await api.call('PATCH', made.interaction, {
    body: {
      participants: [
        { id: 'caller', attributes: { step: 1 }, ...one },
        { id: 'agent', attributes: { desk: 7 }, ...other },
      ],
    },
  });
  expect(refused.status, refused.text).toBe(status);
  expect((await api.ok('GET', made.interaction)).text).toBe(before.text);
});

test('each name and value that is refused in a patch is listed with the place of its participant', async () => {
  const made = await api.make({ participants });
  const { body } = await api.call('PATCH', made.interaction, {
    body: {
      participants: [
        { id: 'caller', attributes: { good: 1, deep: [[[[[[]]]]]] } },
        { id: 'agent', attributes: { 'tab\t': 1 } },
      ],
    },
  });
  const names = body.errors.map(({ name }) => name);
  expect(names).toEqual(['participants.1.attributes.tab\t', 'participants.0.attributes.deep']);
});
