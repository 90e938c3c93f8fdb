import { expect, test } from 'vitest';
import { useApi } from '../support/api.ts';
import type { Paths } from '../support/paths.ts';
import { atOnce } from '../support/repeat.ts';

const api = useApi();

const headers = { 'content-type': 'application/merge-patch+json' };

const patches = [
  {
    of: 'data',
    path: (made: Paths) => made.conversation,
    body: (attributes: object) => ({ data: attributes }),
    read: async (made: Paths) => (await api.ok('GET', made.conversation)).body.data,
  },
  {
    of: 'a participant',
    path: (made: Paths) => made.attributes(),
    body: (attributes: object) => ({ attributes }),
    read: async (made: Paths) => (await api.ok('GET', made.attributes())).body.attributes,
  },
  {
    of: 'an interaction',
    path: (made: Paths) => made.interaction,
    body: (attributes: object) => ({ participants: [{ id: 'customer', attributes }] }),
    read: async (made: Paths) => (await api.ok('GET', made.attributes())).body.attributes,
  },
];

/** Appendix A of RFC 7396, where target and patch are objects, as values of one attribute. */
const rfc = [
  [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
  [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
  [{ a: 'b' }, { a: null }, {}],
  [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
  [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
  [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
  [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
  [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
  [
    ['a', 'b'],
    ['c', 'd'],
    ['c', 'd'],
  ],
  [{ a: 'b' }, ['c'], ['c']],
  [{ a: 'foo' }, 'bar', 'bar'],
  [{ e: null }, { a: 1 }, { e: null, a: 1 }],
  [[1, 2], { a: 'b', c: null }, { a: 'b' }],
  [undefined, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
];

test.each(patches)('a merge patch of $of merges objects as the examples of RFC 7396 do', async (patch) => {
  const made = await api.make();
  const name = (position: number) => `example-${position}`;
  const targets = rfc.flatMap(([target], position) => (target === undefined ? [] : [[name(position), target]]));
  await api.ok('PATCH', patch.path(made), { body: patch.body(Object.fromEntries(targets)) });
  const changes = Object.fromEntries(rfc.map(([, change], position) => [name(position), change]));
  await api.ok('PATCH', patch.path(made), { headers, body: patch.body(changes) });
  expect(await patch.read(made)).toEqual(Object.fromEntries(rfc.map(([, , result], at) => [name(at), result])));
});

test.each(patches)('a patch of $of that is sent as application/json replaces an object whole', async (patch) => {
  const made = await api.make();
  await api.ok('PATCH', patch.path(made), { body: patch.body({ address: { city: 'Berlin', zip: '10115' } }) });
  await api.ok('PATCH', patch.path(made), { body: patch.body({ address: { city: 'Bonn' } }) });
  expect(await patch.read(made)).toEqual({ address: { city: 'Bonn' } });
});

test('a merge patch keeps the digits of numbers, and removes an attribute by null', async () => {
  const made = await api.make({ data: { note: 'x' } });
  const first = '{"data":{"money":{"total":1.10,"__proto__":{"a":9007199254740993}}}}';
  await api.ok('PATCH', made.conversation, { body: first });
  const second = '{"data":{"money":{"tax":0.20,"__proto__":{"b":1e200}},"note":null}}';
  await api.ok('PATCH', made.conversation, { headers, body: second });
  const expected = '"data":{"money":{"total":1.10,"__proto__":{"a":9007199254740993,"b":1e200},"tax":0.20}}';
  expect((await api.ok('GET', made.conversation)).text).toContain(expected);
});

test('merge patches at once of one object lose nothing', async () => {
  const made = await api.make({ data: { form: {} } });
  await atOnce(8, (number) =>
    api.ok('PATCH', made.conversation, { headers, body: { data: { form: { [`field${number}`]: number } } } }),
  );
  const form = Object.fromEntries(Array.from({ length: 8 }, (_, number) => [`field${number}`, number]));
  expect((await api.ok('GET', made.conversation)).body.data).toEqual({ form });
});

test('a merge patch comes before the end that it brings, so the merged value is saved', async () => {
  const settings = { savedAttributes: ['form'], retentionDays: 1 };
  await api.ok('PUT', '/api/v2/settings/channels/callback', { body: settings });
  const made = await api.make({ type: 'callback', data: { form: { a: 1, b: 2 } } });
  const body = { state: 'wrapup', data: { form: { b: null, c: 3 } } };
  await api.ok('PATCH', made.conversation, { headers, body });
  expect((await api.ok('GET', `${made.conversation}/history`)).body.data).toEqual({ form: { a: 1, c: 3 } });
});

test('a merge patch whose merged value is too large is refused with its name, and changes nothing', async () => {
  const form = { a: 'x'.repeat(5_000) };
  const made = await api.make({ data: { form } });
  const body = { data: { form: { b: 'x'.repeat(5_000) } } };
  const refused = await api.call('PATCH', made.conversation, { headers, body });
  const reason = expect.stringContaining('(limit: value)');
  expect(refused).toMatchObject({ status: 422, body: { errors: [{ name: 'form', reason }] } });
  expect((await api.ok('GET', made.conversation)).body.data).toEqual({ form });
});

test('one key means one media type: the same body as another kind of patch is another request', async () => {
  const made = await api.make({ data: { form: { a: 1 } } });
  const body = { data: { form: { b: 2 } } };
  const key = { 'idempotency-key': 'one' };
  const merge = () => api.call('PATCH', made.conversation, { headers: { ...headers, ...key }, body });
  expect((await merge()).status).toBe(200);
  expect((await merge()).status).toBe(200);
  const other = await api.call('PATCH', made.conversation, { headers: key, body });
  expect(other).toMatchObject({ status: 422, body: { code: 'idempotency-key-reused' } });
  expect((await api.ok('GET', made.conversation)).body).toMatchObject({ version: 2, data: { form: { a: 1, b: 2 } } });
});

test('a merge patch without the right version is refused, and names the current one', async () => {
  const made = await api.make({ data: { form: { a: 1 } } });
  const body = { data: { form: { b: 2 } }, version: 7 };
  const refused = await api.call('PATCH', made.conversation, { headers, body });
  expect(refused).toMatchObject({ status: 409, body: { code: 'version-conflict', currentVersion: 1 } });
});
