import { beforeAll, describe, expect, test } from 'vitest';
import { codesOf, operations } from '../contract/document.ts';
import { build, exampleOf } from '../contract/request.ts';
import { useApi } from '../support/api.ts';
import type { Paths } from '../support/paths.ts';

const api = useApi();

/** Without those for conversations of other types than the one here. */
const reads = operations.filter(
  ({ method, path }) => method === 'GET' && !/\/(callbacks|chats|emails|messages)\/\{/.test(path),
);
/** Those that answer an ETag, by the document. */
const tagged = reads.filter(({ responses }) => responses[304] !== undefined);

let made: Paths;

beforeAll(async () => {
  await api.ok('PUT', '/api/v2/settings/attributes/loyaltyLevel', { body: {} });
  const properties = { claimNumber: { type: 'string' } };
  const schema = { $schema: 'http://json-schema.org/draft-04/schema#', title: 'Claims', properties };
  await api.ok('POST', '/api/v2/conversations/customattributes/schemas', { body: schema });
  made = await api.make({
    ...{ id: 'read-1', data: { claimNumber: 'C-1' }, participants: [{ id: 'person-1', purpose: 'customer' }] },
  });
});

/** The path of a read of what is there; after the end only where nothing live has it. */
const pathOf = (operation: (typeof reads)[number]) =>
  build(operation, exampleOf(operation)).path.replace('call-2041', made.id).replace('/customer/', '/person-1/');

const get = (path: string, ifNoneMatch?: string) =>
  api.call('GET', path, { headers: ifNoneMatch === undefined ? {} : { 'if-none-match': ifNoneMatch } });

test('every read that answers an ETag takes If-None-Match, and no other read answers one', async () => {
  expect(tagged.length).toBeGreaterThan(5);
  for (const operation of reads) {
    const { status, headers } = await get(pathOf(operation));
    if (status === 200)
      expect([operation.operationId, headers.has('etag')]).toEqual([operation.operationId, tagged.includes(operation)]);
  }
});

describe.each(tagged)('$operationId at $path', (operation) => {
  test('has the version of its ETag in the body, or another ETag for each list', async () => {
    const { body, headers } = await get(pathOf(operation));
    if (body.version !== undefined) return expect(headers.get('etag')).toBe(`"${body.version}"`);
    const path = operation.path;
    const before = await get(path);
    await api.make();
    const after = await get(path);
    expect(after.headers.get('etag')).not.toBe(before.headers.get('etag'));
    expect((await get(path, before.headers.get('etag') ?? '')).text).toBe(after.text);
  });

  test('answers 304 without a body to whoever has the tag, by weak comparison, in a list or *', async () => {
    const path = pathOf(operation);
    const whole = await get(path);
    const tag = whole.headers.get('etag') ?? '';
    for (const known of [tag, `W/${tag}`, `"x", ${tag}`, `"x",W/${tag} , "y"`, '*', ' * ']) {
      const { status, text, headers } = await get(path, known);
      expect([known, status, text, headers.get('etag')]).toEqual([known, 304, '', tag]);
      expect(headers.get('cache-control')).toBe(whole.headers.get('cache-control'));
    }
    for (const other of ['"99"', 'W/"99"', '"x", "y"', '', tag.slice(1, -1), `${tag} ${tag}`, '"', `${tag}*`]) {
      expect([other, (await get(path, other)).text]).toEqual([other, whole.text]);
    }
  });

  test('refuses whom it refuses without it', async () => {
    const path = pathOf(operation);
    expect((await api.call('GET', path, { token: null, headers: { 'if-none-match': '*' } })).status).toBe(401);
    const scopeless = await api.local.token('contactdata:manage');
    expect((await api.call('GET', path, { token: scopeless, headers: { 'if-none-match': '*' } })).status).toBe(403);
    expect((await get(path.replace(/read-1|person-1/, 'nobody'), '*')).status).toBe(
      path.includes('read-1') ? 404 : 304,
    );
  });
});

test('a tag that was read is none of what has been written since', async () => {
  for (const [path, write] of [
    [made.attributes('person-1'), { attributes: { tier: 'gold' } }],
    [made.attributes('person-1'), { attributes: { tier: null } }],
    [`${made.conversation}?expand=wrapup`, { wrapup: { code: 'sold' } }],
    [made.conversation, { queueId: 'sales' }],
    [made.conversation, { data: { a: 1 } }],
    [made.conversation, { state: 'wrapup' }],
    [`${made.conversation}?expand=wrapup`, { wrapup: { notes: 'Calls again.' } }],
    [made.conversation, { state: 'handled' }],
  ] as const) {
    const before = await get(path);
    await api.ok('PATCH', path.replace(/\?.*/, ''), { body: write });
    const after = await get(path, before.headers.get('etag') ?? '');
    expect([write, after.status, after.text === before.text]).toEqual([write, 200, false]);
  }
});

test('an alias, which may come to mean somebody else, is read anew each time', async () => {
  const { attributes } = await api.make({ participants: [{ id: 'person-2', purpose: 'customer' }] });
  expect((await get(attributes('person-2'), '"1"')).status).toBe(304);
  expect((await get(attributes('customer'), '"1"')).status).toBe(200);
});

test.each(reads)('HEAD of $path answers as GET does, without the body', async (operation) => {
  const path = pathOf(operation);
  const token = codesOf(operation, 403).length > 0 ? await api.local.token() : undefined;
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const ask = (method: string, more = {}) => fetch(api.local.url + path, { method, headers: { ...headers, ...more } });
  const [got, head] = [await ask('GET'), await ask('HEAD')];
  expect([head.status, await head.text()]).toEqual([got.status, '']);
  for (const name of ['content-type', 'etag', 'cache-control', ...(got.status < 400 ? ['content-length'] : [])]) {
    expect([name, head.headers.get(name)]).toEqual([name, got.headers.get(name)]);
  }
  if (got.headers.has('etag')) expect((await ask('HEAD', { 'if-none-match': '*' })).status).toBe(304);
  // A read has no use for what guards a write.
  expect((await ask('HEAD', { 'if-match': '"9"' })).status).toBe(got.status);
});

test('/health is open to all, and says that the API answers', async () => {
  const { status, body } = await api.call('GET', '/health', { token: null });
  expect([status, body]).toEqual([200, { status: 'ok', version: '1.0.0' }]);
  expect((await api.call('GET', '/health?deep=1', { token: null })).status).toBe(400);
});
