import { describe, expect, test } from 'vitest';
import { useApi } from '../support/api.ts';
import type { Paths } from '../support/paths.ts';
import { atOnce } from '../support/repeat.ts';

const api = useApi();

type Bag = Readonly<Record<string, unknown>>;

/** Every patch of attributes, with what its answer calls the participant. */
const patches = [
  {
    of: 'data',
    path: (made: Paths) => made.conversation,
    body: (attributes: Bag, expected: Bag) => ({ data: attributes, if: expected }),
    read: async (made: Paths) => (await api.ok('GET', made.conversation)).body.data,
    whose: {},
    scope: 'conversation:write',
  },
  {
    of: 'a participant',
    path: (made: Paths) => made.attributes(),
    body: (attributes: Bag, expected: Bag) => ({ attributes, if: expected }),
    read: async (made: Paths) => (await api.ok('GET', made.attributes())).body.attributes,
    whose: { participantId: 'customer-1' },
    scope: 'interaction:participant:write',
  },
  {
    of: 'an interaction',
    path: (made: Paths) => made.interaction,
    body: (attributes: Bag, expected: Bag) => ({ participants: [{ id: 'customer', attributes, if: expected }] }),
    read: async (made: Paths) => (await api.ok('GET', made.attributes())).body.attributes,
    whose: { participantId: 'customer-1' },
    scope: 'interaction:participant:write',
  },
] as const;

/** A conversation with a tier, as data and of its customer. */
function make(tier: unknown = 'silver') {
  return api.make({ data: { tier }, participants: [{ purpose: 'customer', attributes: { tier } }] });
}

describe.each(patches)('a patch of $of that expects values', ({ path, body, read, whose, scope }) => {
  test('is applied where names have these values, and others are not there', async () => {
    const made = await make();
    await api.ok('PATCH', path(made), { body: body({ tier: 'gold' }, { tier: 'silver', note: null }) });
    expect(await read(made)).toEqual({ tier: 'gold' });
  });

  test('is refused else, with each name that differs and what it has, and changes nothing', async () => {
    const made = await make();
    const expected = { tier: 'bronze', note: 'x', other: null };
    const refused = await api.call('PATCH', path(made), { body: body({ tier: 'gold' }, expected) });
    const differences = [
      { name: 'tier', ...whose, current: 'silver' },
      { name: 'note', ...whose, current: null },
    ];
    expect(refused).toMatchObject({ status: 409, body: { code: 'values-differ', differences } });
    expect(refused.body.detail).toContain('"tier"');
    expect(refused.body.detail).not.toContain('silver');
    expect(await read(made)).toEqual({ tier: 'silver' });
    expect((await api.ok('GET', made.conversation)).body.version).toBe(1);
  });

  test('tells names alone to who may not read', async () => {
    const made = await make();
    const token = await api.local.token(scope);
    const refused = await api.call('PATCH', path(made), { token, body: body({ tier: 'gold' }, { tier: 'bronze' }) });
    expect(refused).toMatchObject({ status: 409, body: { differences: [{ name: 'tier', ...whose }] } });
    expect(refused.text).not.toContain('silver');
  });

  test('compares values as JSON: the order of members and how a number is written do not matter', async () => {
    const made = await make({ a: 1, b: [1.5, { c: null, d: 'x' }] });
    const same = { b: [1.5, { d: 'x', c: null }], a: 1 };
    await api.ok('PATCH', path(made), { body: body({ tier: 2 }, { tier: same }) });
    const text = (value: string) => JSON.stringify(body({ tier: 2 }, { tier: '?' })).replace('"?"', value);
    for (const two of ['2.0', '20e-1', '0.2e+1']) await api.ok('PATCH', path(made), { body: text(two) });
    for (const other of ['2.1', '-2', '"2"', '[2]', '2.00000000000000000001']) {
      expect((await api.call('PATCH', path(made), { body: text(other) })).status).toBe(409);
    }
  });

  test('is applied once of all that race for the same value', async () => {
    const made = await make();
    const racing = await atOnce(8, (number) =>
      api.call('PATCH', path(made), { body: body({ tier: `${number}` }, { tier: 'silver' }) }),
    );
    expect(racing.map(({ status }) => status).sort()).toEqual([200, ...Array(7).fill(409)]);
    const winner = racing.findIndex(({ status }) => status === 200);
    expect(await read(made)).toEqual({ tier: `${winner}` });
  });

  test('is answered as the first time when it comes again under its key', async () => {
    const made = await make();
    const request = { headers: { 'idempotency-key': 'one' }, body: body({ tier: 'gold' }, { tier: 'silver' }) };
    const first = await api.ok('PATCH', path(made), request);
    expect((await api.ok('PATCH', path(made), request)).body).toEqual(first.body);
  });

  test('is not held up by others who write other names', async () => {
    const made = await make();
    const others = atOnce(8, (number) => api.ok('PATCH', path(made), { body: body({ [`n${number}`]: 1 }, {}) }));
    const expecting = api.ok('PATCH', path(made), { body: body({ tier: 'gold' }, { tier: 'silver' }) });
    await Promise.all([others, expecting]);
    expect(await read(made)).toMatchObject({ tier: 'gold', n0: 1, n7: 1 });
  });

  test('refuses names and values that no attribute can have, each at its place', async () => {
    const made = await make();
    const refused = await api.call('PATCH', path(made), {
      body: body({ tier: 'gold' }, { ' ': 1, deep: [[[[[[]]]]]] }),
    });
    expect(refused).toMatchObject({ status: 400, body: { code: 'bad-request' } });
    const names = refused.body.errors.map(({ name }: { name: string }) => name);
    expect(names).toEqual([expect.stringMatching(/(?:^|\.)if\. $/), expect.stringMatching(/(?:^|\.)if\.deep$/)]);
  });
});

test('a change of state that expects values ends only what has them', async () => {
  const made = await make();
  const end = (tier: string) => api.call('PATCH', made.conversation, { body: { state: 'wrapup', if: { tier } } });
  expect(await end('gold')).toMatchObject({ status: 409, body: { code: 'values-differ' } });
  expect((await api.ok('GET', made.conversation)).body.state).toBe('active');
  expect(await end('silver')).toMatchObject({ status: 200, body: { state: 'wrapup' } });
  const late = await api.call('PATCH', made.conversation, { body: { queueId: 'support', if: { tier: 'silver' } } });
  expect(late).toMatchObject({ status: 409, body: { code: 'conversation-ended' } });
});

test('a patch of several participants is refused whole where one of them differs', async () => {
  const made = await api.make({
    participants: [
      { purpose: 'customer', attributes: { tier: 'silver' } },
      { purpose: 'agent', attributes: { desk: 'B12' } },
    ],
  });
  const patch = (desk: string) => ({
    participants: [
      { id: 'customer', attributes: { tier: 'gold' }, if: { tier: 'silver' } },
      { id: 'agent', attributes: { desk: null }, if: { desk } },
    ],
  });
  const refused = await api.call('PATCH', made.interaction, { body: patch('B13') });
  expect(refused.body.differences).toEqual([{ name: 'desk', participantId: 'agent-1', current: 'B12' }]);
  await api.ok('PATCH', made.interaction, { body: patch('B12') });
  expect((await api.ok('GET', made.attributes())).body.attributes).toEqual({ tier: 'gold' });
});

test('a version that is not current is told before values that differ', async () => {
  const made = await make();
  const body = { data: { tier: 'gold' }, if: { tier: 'bronze' }, version: 7 };
  expect((await api.call('PATCH', made.conversation, { body })).body.code).toBe('version-conflict');
});
