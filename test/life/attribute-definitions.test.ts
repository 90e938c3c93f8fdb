import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { type NamedDefinition, noDefinitions, putDefinition } from '#domain/definitions.ts';
import { takeBlock } from '../docs/markdown.ts';
import { useApi } from '../support/api.ts';

// The limits are written out here as the contract has them, so that a changed constant is seen.

const api = useApi();
const all = '/api/v2/settings/attributes';
const pathOf = (name: string) => `${all}/${encodeURIComponent(name)}`;
const newName = () => `name ${randomUUID()} é`;

const put = (name: string, body: unknown, headers = {}) => api.call('PUT', pathOf(name), { body, headers });

describe('the definition of an attribute', () => {
  const whole = {
    description: 'Why they call',
    type: 'enum',
    values: ['order', 'return'],
    maxBytes: 9,
    secured: false,
  };
  /** Spellings that no other name has. */
  const rules = () => ({
    ...whole,
    aliases: [newName(), newName()],
    readers: { clients: ['a'], scopes: ['pii:read'], queues: ['sales'] },
    writers: {},
    mask: 'last4',
  });

  test('is kept as it was put, read, listed, and put back as it was read', async () => {
    const name = newName();
    const given = rules();
    const made = await put(name, given);
    expect([made.status, made.body]).toEqual([200, { ...given, name, version: made.body.version }]);
    expect(made.headers.get('etag')).toBe(`"${made.body.version}"`);
    const read = await api.ok('GET', pathOf(name));
    expect([read.body, read.headers.get('etag')]).toEqual([made.body, made.headers.get('etag')]);
    expect((await api.ok('GET', all)).body.definitions).toContainEqual(made.body);
    const again = await put(name, read.body);
    expect(again.body).toEqual({ ...made.body, version: made.body.version + 1 });
  });

  test('is replaced whole: a field that is left out sets no rule', async () => {
    const name = newName();
    await put(name, whole);
    const { body } = await put(name, {});
    expect(body).toEqual({ name, version: body.version });
  });

  test('is removed, and then is not there', async () => {
    const name = newName();
    await put(name, whole);
    expect((await api.call('DELETE', pathOf(name))).status).toBe(204);
    for (const method of ['GET', 'DELETE']) {
      const gone = await api.call(method, pathOf(name));
      expect([method, gone.status, gone.body.code]).toEqual([method, 404, 'attribute-not-defined']);
      expect(gone.body.detail).toContain(JSON.stringify(name));
    }
    expect((await api.ok('GET', all)).text).not.toContain(name);
  });

  test('has a version that no other has had: one from before a removal is not current after it', async () => {
    const name = newName();
    const first = (await put(name, {})).body.version;
    const current = (await put(name, whole)).body.version;
    const stale = await put(name, {}, { 'if-match': `"${first}"` });
    expect([stale.status, stale.body]).toMatchObject([412, { code: 'precondition-failed', currentVersion: current }]);
    const old = await put(name, { version: first });
    expect([old.status, old.body]).toMatchObject([409, { code: 'version-conflict', currentVersion: current }]);
    expect((await api.call('DELETE', pathOf(name), { headers: { 'if-match': `"${first}"` } })).status).toBe(412);
    expect((await api.call('DELETE', pathOf(name), { headers: { 'if-match': `"${current}"` } })).status).toBe(204);
    expect((await put(name, { version: current })).body).toMatchObject({ currentVersion: 0 });
    expect((await put(name, { version: 0 })).body.version).toBeGreaterThan(current);
  });

  test('is another for a name in another case, and stays when others are written', async () => {
    const name = newName();
    const { body } = await put(name, whole);
    await put(name.toUpperCase(), { type: 'integer' });
    expect((await api.ok('GET', pathOf(name))).body).toEqual(body);
  });

  test('is written once when it comes again under its Idempotency-Key, and then answered as it is now', async () => {
    const name = newName();
    const headers = { 'idempotency-key': randomUUID() };
    await put(name, whole, headers);
    const { body } = await put(name, {});
    expect((await put(name, whole, headers)).body).toEqual(body);
    expect((await put(name, {}, headers)).body.code).toBe('idempotency-key-reused');
    await api.ok('DELETE', pathOf(name));
    expect((await put(name, whole, headers)).body).toEqual({ name, version: 0 });
  });

  test.each([
    { body: { type: 'enum' }, errors: ['values'], status: 422 },
    { body: { type: 'string', values: ['a'] }, errors: ['values'], status: 422 },
    { body: { values: ['a'] }, errors: ['values'], status: 422 },
    { body: { type: 'enum', values: ['a', 'b', 'a'] }, errors: ['values'], status: 422 },
    { body: { type: 'enum', values: Array.from({ length: 101 }, (_, n) => `${n}`) }, errors: ['values'], status: 422 },
    { body: { type: 'enum', values: [''] }, errors: ['values.0'], status: 400 },
    { body: { type: 'text' }, errors: ['type'], status: 400 },
    { body: { maxBytes: 0 }, errors: ['maxBytes'], status: 400 },
    { body: { maxBytes: 8_193 }, errors: ['maxBytes'], status: 422 },
    { body: { description: 'x'.repeat(1_025) }, errors: ['description'], status: 422 },
    { body: { secured: 'yes' }, errors: ['secured'], status: 400 },
    { body: { color: 'red' }, errors: ['color'], status: 400 },
    { body: { mask: 'all' }, errors: ['mask'], status: 422 },
    { body: { mask: 'first', readers: {} }, errors: ['mask'], status: 400 },
    { body: { readers: { clients: ['a b'] } }, errors: ['readers.clients.0'], status: 400 },
    { body: { readers: { roles: [] } }, errors: ['readers.roles'], status: 400 },
    { body: { writers: { scopes: ['x', 'x'] } }, errors: ['writers.scopes'], status: 422 },
    { body: { aliases: ['a', 'a'] }, errors: ['aliases'], status: 422 },
    { body: { aliases: [' '] }, errors: ['aliases'], status: 400 },
    { body: { aliases: Array.from({ length: 11 }, (_, n) => `a${n}`) }, errors: ['aliases'], status: 422 },
    { body: { name: 'another' }, errors: ['name'], status: 422 },
  ])('that says $body is refused with $status, which names $errors', async ({ body, errors, status }) => {
    const name = newName();
    const answer = await put(name, body);
    expect([answer.status, answer.body.errors.map((one: { name: string }) => one.name)]).toEqual([status, errors]);
    expect((await api.call('GET', pathOf(name))).status).toBe(404);
  });

  test('has spellings that mean no other name, whichever was defined first', async () => {
    const [name, alias] = [newName(), newName()];
    await put(name, { aliases: [alias] });
    for (const [other, body] of [
      [alias, {}],
      [newName(), { aliases: [alias] }],
      [newName(), { aliases: [name] }],
    ] as const) {
      const refused = await put(other, body);
      expect([refused.status, refused.body.errors[0]?.reason]).toEqual([
        422,
        expect.stringContaining(JSON.stringify(name)),
      ]);
    }
    expect((await put(name, { aliases: [name] })).status).toBe(400);
    await put(name, {});
    expect((await put(alias, { aliases: [name.toUpperCase()] })).status).toBe(200);
  });

  test.each([' ', 'a\tb', 'n'.repeat(257)])('can not be of %j, which is no name', async (name) => {
    for (const [method, body] of [['GET'], ['PUT', {}], ['DELETE']] as const) {
      const answer = await api.call(method, pathOf(name), { body });
      expect([method, answer.status, answer.body.errors[0]?.name]).toEqual([method, 400, 'name']);
    }
  });
});

test.each([takeBlock('docs/attributes.md', 'loyaltyPoints'), takeBlock('docs/attributes.md', 'cardNumber')])(
  'the page about it shows a definition that is taken: %s',
  async (block) => {
    const [line = '', body = ''] = block.split('\n');
    const [method = '', path = ''] = line.split(' ');
    expect((await api.ok(method, path, { body })).body).toMatchObject(JSON.parse(body));
  },
);

test('there are 500 definitions at most, with 256 KiB together', () => {
  const define = (name: string, more = {}): NamedDefinition => ({ name, version: 1, ...more });
  const definitions = Array.from({ length: 500 }, (_, number) => define(`name-${number}`));
  expect(putDefinition({ ...noDefinitions, definitions }, define('name-7')).definitions).toHaveLength(500);
  expect(() => putDefinition({ ...noDefinitions, definitions }, define('more'))).toThrow(/500 definitions already/);
  const large = definitions.slice(0, 270).map((one) => ({ ...one, description: 'x'.repeat(930) }));
  expect(putDefinition({ ...noDefinitions, definitions: large.slice(10) }, define('one')).definitions).toHaveLength(
    261,
  );
  expect(() =>
    putDefinition({ ...noDefinitions, definitions: large }, define('b', { description: 'x'.repeat(1_024) })),
  ).toThrow(/together they may have 262144 \(limit: definitions\)/);
});
