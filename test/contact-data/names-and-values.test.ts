import { expect, test } from 'vitest';
import { useApi } from '../support/api.ts';
import { bagOfBytes, textOfBytes } from '../support/bags.ts';
import { add, contactDataPath, inState, keep, savedOf } from './support.ts';

const api = useApi();

test('names that are not on the saved list are refused with 422, each is named, and nothing is changed', async () => {
  await keep(api, ['tier', 'outcome']);
  const { id, conversation } = await inState(api, 'wrapup', {
    participants: [{ purpose: 'customer', attributes: { tier: 'gold' } }],
  });
  const before = await api.ok('GET', conversation);
  const refused = await add(api, id, { outcome: 'sold', Tier: 'x', 'tier ': 'x', region: 'north' });
  expect(refused).toMatchObject({ status: 422, body: { code: 'unprocessable-content' } });
  expect(refused.body.errors.map(({ name }) => name)).toEqual(['data.Tier', 'data.tier ', 'data.region']);
  expect(refused.body.detail).toContain('"tier", "outcome"');
  expect(await savedOf(api, id)).toEqual({ tier: 'gold' });
  expect((await api.ok('GET', conversation)).text).toBe(before.text);
});

test.each([
  { scopes: 'contactdata:manage', isTold: false },
  { scopes: 'contactdata:manage conversation:read', isTold: false },
  { scopes: 'contactdata:manage contactdata:read', isTold: true },
  { scopes: 'contactdata:manage settings:read', isTold: true },
])(
  'who has the scopes $scopes is told the saved list when a name is not on it: $isTold',
  async ({ scopes, isTold }) => {
    await keep(api, ['tier']);
    const { id } = await inState(api, 'wrapup');
    const token = await api.local.token(scopes);
    const { status, text } = await api.call('POST', contactDataPath, {
      body: { contact_id: id, data: { a: 1 } },
      token,
    });
    expect([status, text.includes('tier')]).toEqual([422, isTold]);
  },
);

test('where nothing is saved every name is refused', async () => {
  await keep(api, []);
  const { id } = await inState(api, 'handled');
  const { status, body } = await add(api, id, { a: 1, b: 2 });
  expect([status, body.errors.map(({ name }) => name)]).toEqual([422, ['data.a', 'data.b']]);
});

/** Names and values that have broken stores. */
const hostile = [
  '__proto__',
  'constructor',
  'toString',
  'length',
  '0',
  '#0',
  ':0',
  'a.b',
  'a/b',
  'k/a',
  '[0]',
  'saved',
  'pk',
  '"quoted"',
  "'",
  '=1+1',
  'a\u2028b',
  'ünïcode 🎈',
  'x'.repeat(256),
];

test('hostile names hold hostile values, each under its own name', async () => {
  await keep(api, hostile);
  const { id } = await inState(api, 'wrapup');
  const bag = `{${hostile.map((name) => `${JSON.stringify(name)}:${JSON.stringify(`${name}!`)}`).join(',')}}`;
  const added = await api.call('POST', contactDataPath, { body: `{"contact_id":"${id}","data":${bag}}` });
  expect(added.status).toBe(201);
  await api.ok('PATCH', `/api/v2/conversations/${id}`, { body: { state: 'handled' } });
  const { text } = await api.ok('GET', `${contactDataPath}/${id}`);
  const data = Object.entries(JSON.parse(text).data);
  expect(data.sort()).toEqual(hostile.map((name) => [name, `${name}!`]).sort());
  const log = await api.ok('GET', '/api/v2/reports/contact-log');
  const [entry] = JSON.parse(log.text).conversations;
  expect(Object.entries(entry.data).sort()).toEqual(data);
});

test('values of every kind come back as they were sent, numbers with their digits', async () => {
  const values = [
    '"5"',
    '5',
    '5.0',
    '-0',
    '1e200',
    '9007199254740993',
    '0.1000000000000000055511151231257827',
    'true',
    'false',
    '""',
    '{}',
    '[]',
    '{"__proto__":{"a":[1.10]}}',
    '"\\u0000\\ud800\u2028"',
    '[[[[[]]]]]',
  ];
  await keep(
    api,
    values.map((_, position) => `v${position}`),
  );
  const { id } = await inState(api, 'handled');
  const bag = values.map((json, position) => `"v${position}":${json}`);
  const body = `{"contact_id":"${id}","data":{${bag.join(',')}}}`;
  expect((await api.call('POST', contactDataPath, { body })).status).toBe(201);
  for (const path of [
    `${contactDataPath}/${id}`,
    `/api/v2/conversations/${id}/history`,
    '/api/v2/reports/contact-log',
  ]) {
    const { text } = await api.ok('GET', path);
    for (const entry of bag) expect(text, path).toContain(entry);
  }
});

test.for([
  ['a value that is nested too deep', { tier: [[[[[[]]]]]] }, 422, 'data.tier'],
  ['a value of 8,193 bytes', { tier: textOfBytes(8193) }, 422, 'data.tier'],
  ['a blank name', { ' ': 'x' }, 400, 'data. '],
  ['a name with a control character', { 'a\u0001': 'x' }, 400, 'data.a\u0001'],
  ['a name of 257 bytes', { ['x'.repeat(257)]: 'x' }, 400, `data.${'x'.repeat(257)}`],
  ['data that are no object', ['tier'], 400, 'data'],
  ['no data', undefined, 400, 'data'],
] as const)('refuses %s, and changes nothing', async ([, data, status, name]) => {
  await keep(api, ['tier']);
  const { id } = await inState(api, 'handled', { data: { tier: 'gold' } });
  const refused = await add(api, id, data);
  expect(refused).toMatchObject({ status, body: { errors: [{ name }] } });
  expect(await savedOf(api, id)).toEqual({ tier: 'gold' });
});

test('more than 100 names are refused with 422', async () => {
  await keep(api, ['tier']);
  const { id } = await inState(api, 'handled');
  const data = Object.fromEntries(Array.from({ length: 101 }, (_, position) => [`n${position}`, 1]));
  expect((await add(api, id, data)).status).toBe(422);
});

test.for([
  [{}, ['contact_id', 'data']],
  [{ contact_id: 5, data: {} }, ['contact_id']],
  [{ contact_id: 'no id', data: {} }, ['contact_id']],
  [{ contact_id: 'c1', data: {}, state: 'handled' }, ['state']],
] as const)('refuses the body %j with 400 and names each offender', async ([body, names]) => {
  const refused = await api.call('POST', contactDataPath, { body });
  expect([refused.status, refused.body.errors.map(({ name }) => name).sort()]).toEqual([400, names]);
});

test('a read without a contact_id, or with an impossible one, is refused with 400', async () => {
  for (const path of ['', '?contact_id=', '?contact_id=no%20id', '/no%20id']) {
    expect((await api.call('GET', contactDataPath + path)).status, path).toBe(400);
  }
});

test('saved data of exactly 64 KiB are taken, a byte more is refused with 413 and changes nothing', async () => {
  const full = bagOfBytes(64 * 1024);
  const names = Object.keys(full);
  await keep(api, [...names, 'more']);
  const { id } = await inState(api, 'wrapup');
  expect((await add(api, id, full)).status).toBe(201);
  const refused = await add(api, id, { more: 1 });
  expect(refused).toMatchObject({ status: 413, body: { code: 'conversation-too-large' } });
  expect(refused.body.detail).toContain(`${64 * 1024 + 'more1'.length} bytes`);
  expect(await savedOf(api, id)).toEqual(full);
  // Replacing does not count twice.
  expect((await add(api, id, full)).status).toBe(201);
  const [first = ''] = names;
  expect((await add(api, id, { [first]: 'x', more: 1 })).status).toBe(201);
  expect(await savedOf(api, id)).toEqual({ ...full, [first]: 'x', more: 1 });
});

test('the live data of a conversation in wrap-up leave saved data all of the 64 KiB', async () => {
  const full = bagOfBytes(64 * 1024);
  await keep(api, Object.keys(full));
  const { id } = await inState(api, 'wrapup', { data: bagOfBytes(64 * 1024, 'live') });
  expect((await add(api, id, full)).status).toBe(201);
  expect(await savedOf(api, id)).toEqual(full);
});

test('contact data that come twice under one Idempotency-Key do not bring back what was overwritten since', async () => {
  await keep(api, ['tier']);
  const { id } = await inState(api, 'wrapup');
  const headers = { 'idempotency-key': 'once' };
  await add(api, id, { tier: 'gold' }, { headers });
  await add(api, id, { tier: 'silver' });
  const again = await add(api, id, { tier: 'gold' }, { headers });
  expect([again.status, again.body]).toEqual([201, { contact_id: id }]);
  expect(await savedOf(api, id)).toEqual({ tier: 'silver' });
  expect((await add(api, id, { tier: 'bronze' }, { headers })).status).toBe(422);
});

test('null removes a saved value, and what is removed leaves every list', async () => {
  await keep(api, [...hostile, 'tier']);
  const { id } = await inState(api, 'handled', { data: { tier: 'gold' } });
  const bag = Object.fromEntries([['__proto__', 'x'], ...hostile.slice(1).map((name) => [name, 'x'])]);
  expect((await add(api, id, bag)).status).toBe(201);
  const removals = `{${[...hostile, 'tier'].map((name) => `${JSON.stringify(name)}:null`).join(',')}}`;
  const body = `{"contact_id":"${id}","data":${removals}}`;
  for (const time of [1, 2]) {
    expect([time, (await api.call('POST', contactDataPath, { body })).status]).toEqual([time, 201]);
    expect(await savedOf(api, id)).toEqual({});
  }
  const { text } = await api.ok('GET', '/api/v2/reports/contact-log');
  const entry = JSON.parse(text).conversations.find((one: { readonly id: string }) => one.id === id);
  expect(entry.data).toEqual({});
  expect((await add(api, id, { other: null })).body.errors.map(({ name }) => name)).toEqual(['data.other']);
});

test('saved data that are corrected again and again take no more room than they have', async () => {
  await keep(api, ['large', 'more']);
  const { id } = await inState(api, 'wrapup', { data: { large: textOfBytes(8000) } });
  // Three times 64 KiB.
  for (let time = 0; time < 24; time++) expect((await add(api, id, { large: textOfBytes(8000) })).status).toBe(201);
  expect((await add(api, id, { large: null, more: 1 })).status).toBe(201);
  expect(await savedOf(api, id)).toEqual({ more: 1 });
});

test('no data at all are taken and change nothing', async () => {
  await keep(api, ['tier']);
  const { id, conversation } = await inState(api, 'wrapup');
  const before = await api.ok('GET', conversation);
  expect((await add(api, id, {})).status).toBe(201);
  expect((await api.ok('GET', conversation)).text).toBe(before.text);
});
