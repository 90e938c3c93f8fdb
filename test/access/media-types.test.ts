import { beforeAll, describe, expect, test } from 'vitest';
import { differences } from '../contract/conformance.ts';
import { type Operation, operations } from '../contract/document.ts';
import { build, exampleOf } from '../contract/request.ts';
import { useApi } from '../support/api.ts';
import { untouched, type Watch, watch } from './stores.ts';

const api = useApi();

let stores: Watch;

beforeAll(async () => {
  stores = await watch(api);
});

/** The media types with which an operation answers a request that succeeds; JSON where there is nothing to answer. */
function given({ responses }: Operation): readonly string[] {
  const successes = Object.entries(responses).filter(([status]) => Number(status) < 300);
  const types = successes.flatMap(([, { content }]) => Object.keys(content ?? { 'application/json': {} }));
  return [...new Set(types)];
}

const withBody = operations.filter(({ requestBody }) => requestBody);

/** The first operation of each set of media types, which is tried with every form of the header; the others with two. */
const thorough = new Set(
  [...Map.groupBy(operations, (operation) => given(operation).join()).values()].map(([first]) => first),
);
/** Some of the forms: all for a thorough operation. */
const formsFor = (operation: Operation, [first = '', second = '', ...more]: readonly string[]) => [
  ...[first, second],
  ...(thorough.has(operation) ? more : []),
];

describe.each(operations)('$operationId', (operation) => {
  const request = build(operation, exampleOf(operation));
  const types = given(operation);
  const send = (headers: Readonly<Record<string, string>>, token?: string | null) =>
    api.send(request.method, request.path, {
      ...request,
      headers: { ...request.headers, ...headers },
      ...(token !== undefined && { token }),
    });

  test('refuses with 406 what accepts none of the media types that it gives, and touches no store', async () => {
    const none = types.map((type) => `${type};q=0`).join(', ');
    const touched = await stores.during(async () => {
      const forms = [`${none}, a/b`, `${types[0]}s`, 'application/xml', 'image/*, audio/*;q=0.5', 'json', none];
      for (const accept of formsFor(operation, forms)) {
        const answer = await send({ accept });
        expect([accept, answer.status]).toEqual([accept, 406]);
        expect(answer.body).toMatchObject({ code: 'not-acceptable' });
        for (const type of types) expect(answer.body.detail).toContain(type);
        expect(differences(operation, answer)).toEqual([]);
      }
    });
    expect(touched).toEqual(untouched);
  });

  test('takes an Accept that any of them meets', async () => {
    for (const type of types) {
      const [kind] = type.split('/');
      const ranges = [type, `${kind}/*`, `application/xml, ${type}; q=0.2`, type.toUpperCase(), '*/*', `${type};q=0.1`];
      for (const accept of formsFor(operation, ranges))
        expect([accept, (await send({ accept })).status]).not.toEqual([accept, 406]);
    }
  });
});

describe.each(withBody)('$operationId', (operation) => {
  const request = build(operation, exampleOf(operation));
  const wrong = { accept: 'application/xml', 'content-type': 'text/plain' };

  test('refuses with 415 a body that is not JSON, after 401, 403 and 406, and touches no store', async () => {
    const scopeless = await api.local.token(operation.scope === 'flow:read' ? 'report:read' : 'flow:read');
    const full = await api.local.token();
    const touched = await stores.during(async () => {
      const ladder = [
        { token: null, headers: wrong, status: 401 },
        { token: scopeless, headers: wrong, status: 403 },
        { token: full, headers: wrong, status: 406 },
        { token: full, headers: { 'content-type': 'text/plain' }, status: 415 },
        { token: full, headers: { 'content-type': 'multipart/form-data; boundary=x' }, status: 415 },
      ];
      for (const { token, headers, status } of ladder) {
        const answer = await api.send(request.method, request.path, { ...request, token, headers });
        expect(answer.status).toBe(status);
        expect(differences(operation, answer)).toEqual([]);
      }
    });
    expect(touched).toEqual(untouched);
  });

  test('refuses with 413 a body of more than 256 KiB, and touches no store', async () => {
    const body = JSON.stringify({ ...(request.body as object), filler: 'x'.repeat(256 * 1024) });
    const touched = await stores.during(async () => {
      const answer = await api.send(request.method, request.path, { body });
      expect(answer).toMatchObject({ status: 413, body: { code: 'body-too-large' } });
      expect(differences(operation, answer)).toEqual([]);
    });
    expect(touched).toEqual(untouched);
  });
});
