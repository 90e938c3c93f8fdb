import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { InvocationContext } from '../../local/gateway/invoke.ts';
import { openGateway } from './support.ts';

async function answerOf(returned: unknown) {
  const { send, reports } = await openGateway({ list: () => returned });
  const response = await send('/things');
  return { response, status: response.status, body: await response.text(), reports };
}

test('turns status, headers, cookies and body into an HTTP answer', async () => {
  const { response, body } = await answerOf({
    statusCode: 201,
    headers: { ETag: '"1"', 'X-Count': 3, 'Content-Type': 'application/problem+json' },
    cookies: ['a=1; Path=/', 'b=2'],
    body: '{"λ":1}',
  });
  expect(response.status).toBe(201);
  expect(response.headers.get('etag')).toBe('"1"');
  expect(response.headers.get('x-count')).toBe('3');
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  expect(response.headers.get('content-length')).toBe('8');
  expect(response.headers.getSetCookie()).toEqual(['a=1; Path=/', 'b=2']);
  expect(body).toBe('{"λ":1}');
});

test('decodes a body in base64', async () => {
  const { send } = await openGateway({
    list: () => ({ statusCode: 200, isBase64Encoded: true, body: Buffer.from([0, 255]).toString('base64') }),
  });
  expect([...(await (await send('/things')).bytes())]).toEqual([0, 255]);
});

test.each([
  ['an object', { a: 1, gone: undefined }, '{"a":1}'],
  ['a string', 'hello', 'hello'],
  ['a list', [1, 'b'], '[1,"b"]'],
  ['nothing', undefined, 'null'],
])('answers %s without statusCode as 200 in JSON', async (_, returned, expected) => {
  const { response, status, body } = await answerOf(returned);
  expect({ status, body }).toEqual({ status: 200, body: expected });
  expect(response.headers.get('content-type')).toBe('application/json');
});

test('answers without a content type as text', async () => {
  const { response } = await answerOf({ statusCode: 200, body: 'plain' });
  expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
});

test('sends 204 without body and length', async () => {
  const { response, body } = await answerOf({ statusCode: 204, body: 'ignored' });
  expect(body).toBe('');
  expect(response.headers.has('content-length')).toBe(false);
});

const cycle: Record<string, unknown> = {};
cycle.self = cycle;

test.each([
  ['a status that is no number', { statusCode: '200' }],
  ['a status that is none', { statusCode: 99 }],
  ['a body that is no string', { statusCode: 200, body: { a: 1 } }],
  ['headers that are a list', { statusCode: 200, headers: ['a'] }],
  ['a header that is an object', { statusCode: 200, headers: { a: {} } }],
  ['a line break in a header', { statusCode: 200, headers: { a: 'b\r\nset-cookie: c=d' } }],
  ['a header name with a space', { statusCode: 200, headers: { 'a b': 'c' } }],
  ['a cookie with a line break', { statusCode: 200, cookies: ['a=b\r\nx: y'] }],
  ['what JSON cannot carry', { statusCode: 200, body: 1n }],
  ['a cycle', cycle],
  ['more than 6 MB', { statusCode: 200, body: 'a'.repeat(6 * 1024 * 1024) }],
])('answers 500 when a function returns %s', async (_, returned) => {
  const { status, body, reports } = await answerOf(returned);
  expect({ status, body }).toEqual({ status: 500, body: '{"message":"Internal Server Error"}' });
  expect(reports).toEqual([expect.any(Error)]);
});

test.each([
  [
    'throws',
    () => {
      throw new Error('secret detail');
    },
  ],
  ['rejects', () => Promise.reject(new Error('secret detail'))],
])('answers 500 and shows nothing of the inside when a function %s', async (_, list) => {
  const { send, reports } = await openGateway({ list });
  const response = await send('/things');
  expect(response.status).toBe(500);
  expect(await response.text()).toBe('{"message":"Internal Server Error"}');
  expect(reports).toEqual([new Error('secret detail')]);
});

test('answers 503 when a function takes too long, and survives its late failure', async () => {
  const { promise, reject } = Promise.withResolvers<never>();
  const { send } = await openGateway({ list: () => promise }, { functionMs: 30 });
  const response = await send('/things');
  expect(response.status).toBe(503);
  expect(await response.text()).toBe('{"message":"Service Unavailable"}');
  reject(new Error('late'));
  expect((await send('/things/1')).status).toBe(200);
});

test('gives a function a context that counts down', async () => {
  const contexts: InvocationContext[] = [];
  const remaining: number[] = [];
  const list = async (_: unknown, context: InvocationContext) => {
    contexts.push(context);
    remaining.push(context.getRemainingTimeInMillis());
    await sleep(20);
    remaining.push(context.getRemainingTimeInMillis());
  };
  const { send } = await openGateway({ list }, { functionMs: 600_000 });
  await send('/things');
  await send('/things');
  const [first, second] = contexts;
  expect(first?.functionName).toBe('conversation-attributes-list');
  expect(first?.awsRequestId).toMatch(/^[0-9a-f-]{36}$/);
  expect(first?.awsRequestId).not.toBe(second?.awsRequestId);
  const [atFirst = 0, later = 0] = remaining;
  expect(atFirst).toBeGreaterThan(0);
  expect(atFirst).toBeLessThanOrEqual(600_000);
  expect(later).toBeLessThan(atFirst - 10);
});
