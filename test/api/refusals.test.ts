import { describe, expect, test } from 'vitest';
import { pathsOf as routePathsOf } from '#contract/contract.ts';
import { type Operation as Contract, operations as contracts } from '#contract/operations.ts';
import { useApi } from '../support/api.ts';
import { pathsOf } from '../support/paths.ts';
import { requestsWithBody } from '../support/requests.ts';
import { traces } from '../support/writes.ts';

const api = useApi();

/** A route's path with an id for each name. */
const filled = (path: string) => path.replace(/\{\w+\}/g, 'some-id');

const operations: readonly Contract[] = contracts;
/** The contracts that take a token, with the scope that it must have. */
const guarded = operations.flatMap(({ method, path, scope, alsoScope }) =>
  scope === undefined || scope === 'any' ? [] : [{ method, path, scope, alsoScope }],
);

const templates = [...new Set(contracts.map(({ path }) => path))];
const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
/** Whether a path is one of a template: the list of a kind of media is where a conversation could be. */
const isAt = (template: string, path: string) =>
  template === path || new RegExp(`^${template.replace(/\{\w+\}/g, '\\w+')}$`).test(path);
const allowed = (path: string): readonly string[] => [
  ...new Set(
    contracts
      .filter((route) => routePathsOf(route).some((one) => isAt(one, path)))
      .flatMap(({ method }) => (method === 'GET' ? ['GET', 'HEAD'] : [method])),
  ),
];

describe.each(guarded)('$method $path', ({ method, path, scope, alsoScope }) => {
  test('is refused with 401 without a token, by the gateway', async () => {
    const { status, body, headers } = await api.call(method, filled(path), { token: null });
    expect([status, body]).toEqual([401, { message: 'Unauthorized' }]);
    expect(headers.get('www-authenticate')).toContain('Bearer');
  });

  test('is refused with 403 for a token with every scope but its own', async () => {
    const others = [...new Set(guarded.map((route) => route.scope))].filter(
      (one) => one !== scope && one !== alsoScope,
    );
    const token = await api.local.token(others.join(' '));
    const { status, body, headers } = await api.call(method, filled(path), { token });
    expect([status, body.code]).toEqual([403, 'missing-scope']);
    expect(body.detail).toContain(`"${scope}"`);
    expect(headers.get('www-authenticate')).toBe(`Bearer error="insufficient_scope", scope="${scope}"`);
  });
});

test.each(templates)('%s answers a method that it does not have with 405 and the ones it has', async (path) => {
  for (const method of methods.filter((one) => !allowed(path).includes(one))) {
    const { status, body, headers } = await api.call(method, filled(path));
    expect([status, body.code]).toEqual([405, 'method-not-allowed']);
    expect(headers.get('allow')?.split(', ')).toEqual(allowed(path));
    expect(body.detail).toContain(method);
  }
});

test('an unknown path and an unknown method are refused with 401 without a token, and with 404 and 405 before 403', async () => {
  const token = await api.local.token('flow:read');
  expect((await api.call('GET', '/unknown', { token: null })).status).toBe(401);
  expect((await api.call('GET', '/unknown', { token })).status).toBe(404);
  expect((await api.call('PUT', '/api/v2/conversations', { token })).status).toBe(405);
});

const patchers = requestsWithBody.filter(({ method }) => method === 'PATCH');

describe.each(requestsWithBody)('$operation', ({ method, path, bag, body, operation }) => {
  test('is checked in the order of the contract: 401, 403, 415, 413, 400, 422, 404', async () => {
    const unknown = pathsOf(`unknown-${operation}`);
    const [bad, wrong, good] = [{ 'tab\t': ['deep', [[[[[]]]]]] }, { deep: [[[[[[]]]]]] }, { tier: 'gold' }];
    const scopeless = await api.local.token('conversation:erase');
    const text = { 'content-type': 'text/plain' };
    const large = JSON.stringify(bag({ large: 'x'.repeat(300_000) }));
    const ladder = [
      { token: null, headers: text, body: large },
      { token: scopeless, headers: text, body: large },
      { headers: text, body: large },
      { body: large },
      { body: bag(bad) },
      { body: bag(wrong) },
      { body: bag(good) },
    ];
    const statuses: number[] = [];
    for (const request of ladder) statuses.push((await api.call(method, path(unknown), request)).status);
    expect(statuses).toEqual([401, 403, 415, 413, 400, 422, 404]);
  });

  test('answers 404 for a conversation that is not there, and makes none', async () => {
    const unknown = pathsOf(`unknown-${crypto.randomUUID()}`);
    const answer = await api.call(method, path(unknown), { body });
    expect(answer).toMatchObject({ status: 404, body: { code: 'conversation-not-found' } });
    expect(answer.body.detail).toContain(unknown.id);
    expect((await api.call('GET', unknown.conversation)).status).toBe(404);
  });

  test('takes what is right', async () => {
    const made = await api.make();
    expect((await api.call(method, path(made), { body })).status).toBeLessThan(300);
    expect(await traces(api, made)).not.toEqual([]);
  });
});

describe.each(patchers)('$operation', ({ method, path, bag }) => {
  test('refuses an unknown participant with 404 before a version with 409 or 412', async () => {
    const made = await api.make({ participants: [{ purpose: 'agent' }] });
    const expected = path(made) === made.conversation ? [409, 412] : [404, 404];
    const stale = { ...bag({ tier: 'gold' }), version: 9 };
    const byBody = await api.call(method, path(made), { body: stale });
    const byHeader = await api.call(method, path(made), {
      headers: { 'if-match': '"9"' },
      body: bag({ tier: 'gold' }),
    });
    expect([byBody.status, byHeader.status]).toEqual(expected);
    expect(await traces(api, made)).toEqual([]);
  });

  test('refuses a channel type that takes no attributes with 422 before an unknown participant with 404', async () => {
    const { id } = await api.make({ type: 'email', participants: [] });
    const { status, body } = await api.call(method, path(pathsOf(id)), { body: bag({ tier: 'gold' }) });
    expect([status, body.code]).toEqual([422, 'channel-takes-no-attributes']);
  });
});

describe('a refusal by a handler', () => {
  test('is application/problem+json with every field of the contract, and is not kept by caches', async () => {
    const made = await api.make();
    const answer = await api.call('PATCH', made.attributes(), {
      body: { attributes: { 'tab\t': 1, good: 1, deep: [[[[[[]]]]]] } },
    });
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.body).toEqual({
      type: '/docs/errors#bad-request',
      title: 'The request is malformed',
      status: 400,
      detail: '"tab\\t": the name has a control character; it must have none (and 1 more, see errors).',
      code: 'bad-request',
      message: '"tab\\t": the name has a control character; it must have none (and 1 more, see errors).',
      contextId: answer.headers.get('apigw-requestid'),
      errors: [
        { name: 'tab\t', reason: 'the name has a control character; it must have none' },
        { name: 'deep', reason: 'the value is nested deeper than 5 objects and arrays (limit: depth)' },
      ],
    });
  });

  test('has a contextId of its own, under which the log has it', async () => {
    const answers = [await api.call('GET', '/unknown'), await api.call('GET', '/unknown')];
    const ids = answers.map(({ body }) => (body as unknown as { contextId: string }).contextId);
    expect(new Set(ids).size).toBe(2);
    for (const id of ids) expect(api.logs.filter((line) => JSON.parse(line).requestId === id)).toHaveLength(1);
  });

  test.each([
    { what: '412', headers: { 'if-match': '"9"' }, status: 412, code: 'precondition-failed' },
    { what: '409', version: 9, status: 409, code: 'version-conflict' },
  ])('says the current version with $what', async ({ headers = {}, version, status, code }) => {
    const made = await api.make();
    await api.ok('PATCH', made.conversation, { body: { data: { step: 1 } } });
    const body = { data: { step: 2 }, ...(version !== undefined && { version }) };
    const answer = await api.call('PATCH', made.conversation, { headers, body });
    expect(answer).toMatchObject({ status, body: { code, currentVersion: 2 } });
    expect((await api.ok('GET', made.conversation)).body).toMatchObject({ version: 2, data: { step: 1 } });
  });
});
