import { expect, test } from 'vitest';
import { createRouter } from '../../local/gateway/router.ts';
import { openGateway } from './support.ts';

test.each([
  ['GET', '/things/special', 'get-special'],
  ['GET', '/things/other', 'get'],
  ['POST', '/things', 'create'],
])('sends %s %s to %s, the most specific route', async (method, path, operation) => {
  const { echo } = await openGateway();
  expect(await echo(path, { method })).toMatchObject({ operation });
});

test.each([
  ['an unknown path', 'GET', '/nowhere'],
  ['an unknown method', 'PATCH', '/things'],
  ['OPTIONS', 'OPTIONS', '/things'],
  ['a slash at the end', 'GET', '/things/'],
  ['an empty parameter', 'GET', '/things//parts/p'],
  ['more segments', 'GET', '/things/a/b'],
  ['an encoded slash in place of a slash', 'GET', '/things%2Fspecial'],
  ['another case', 'GET', '/Things'],
  ['the root', 'GET', '/'],
])('sends %s to $default', async (_, method, path) => {
  const { echo } = await openGateway();
  const { operation, event } = await echo(path, { method });
  expect(operation).toBe('not-found');
  expect(event.routeKey).toBe('$default');
  expect(event.requestContext.http.method).toBe(method);
  expect(event).not.toHaveProperty('pathParameters');
});

test('sends HEAD to $default and answers without a body', async () => {
  const { send } = await openGateway({ 'not-found': () => ({ statusCode: 404, body: 'nothing here' }) });
  const response = await send('/things', { method: 'HEAD' });
  expect(response.status).toBe(404);
  expect(await response.text()).toBe('');
});

test.each([
  ['%2F', '/'],
  ['a%2Fparts%2Fp', 'a/parts/p'],
  ['%2e%2e', '..'],
  ['..%2F..%2Fetc', '../../etc'],
  ['%00', '\0'],
  ['%E2%82%AC', '€'],
])('keeps the segment %s whole', async (raw, thing) => {
  const { sendRaw, token } = await openGateway();
  const answer = await sendRaw(
    `GET /things/${raw} HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer ${token}\r\nConnection: close\r\n\r\n`,
  );
  const { operation, event } = JSON.parse(answer.slice(answer.indexOf('{')));
  expect({ operation, parameters: event.pathParameters }).toEqual({ operation: 'get', parameters: { thing } });
});

test('does not resolve dots in a path', async () => {
  const { sendRaw, token } = await openGateway();
  const answer = await sendRaw(
    `GET /nowhere/../things HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer ${token}\r\nConnection: close\r\n\r\n`,
  );
  expect(answer).toContain('"operation":"not-found"');
  expect(answer).toContain('"rawPath":"/nowhere/../things"');
});

test('prefers the route that spells out the earlier segment, in whatever order they are listed', () => {
  const routes = [
    { method: 'GET', path: '/{a}/{b}' },
    { method: 'GET', path: '/{a}/y' },
    { method: 'GET', path: '/x/{b}' },
    { method: 'GET', path: '/x/y' },
  ];
  const find = createRouter(routes);
  const found = ['/x/y', '/x/1', '/1/y', '/1/2'].map((path) => find('GET', path)?.route.path);
  expect(found).toEqual(['/x/y', '/x/{b}', '/{a}/y', '/{a}/{b}']);
});
