import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { openGateway } from './support.ts';

const head = (token: string, ...lines: string[]) =>
  `${['POST /things HTTP/1.1', 'Host: h', `Authorization: Bearer ${token}`, ...lines].join('\r\n')}\r\n\r\n`;

test('ends a request that stops in the middle of its body, and serves others meanwhile', async () => {
  const { sendRaw, token, send } = await openGateway({}, { requestMs: 3_000 });
  const halfSent = sendRaw(`${head(token, 'Content-Length: 100')}{"half":`);
  expect((await send('/things')).status).toBe(200);
  const answer = await halfSent;
  expect(answer).toMatch(/^HTTP\/1\.1 408 /);
  expect(answer).toMatch(/\{"message":"Request Timeout"\}$/);
});

test('ends a request that stops in the middle of its head', async () => {
  const { sendRaw } = await openGateway({}, { requestMs: 150 });
  expect(await sendRaw('GET /things HTTP/1.1\r\nHost:')).toMatch(/^HTTP\/1\.1 408 /);
});

test('closes at once in spite of a half-sent request', async () => {
  const gateway = await openGateway({}, { requestMs: 3_600_000 });
  const halfSent = gateway.sendRaw(`${head(gateway.token, 'Content-Length: 100')}{"half":`);
  await sleep(50);
  await gateway.close();
  expect(await halfSent).toBe('');
});

test('calls no function for a request whose body never came whole', async () => {
  let calls = 0;
  const { sendRaw, token, reports } = await openGateway({ create: () => ++calls });
  await sendRaw(`${head(token, 'Content-Length: 100')}{"half":`, 50);
  await sleep(50);
  expect({ calls, reports }).toEqual({ calls: 0, reports: [] });
});

test('answers a request under way before it closes', async () => {
  const begun = Promise.withResolvers<void>();
  const finished = Promise.withResolvers<string>();
  const list = () => {
    begun.resolve();
    return finished.promise;
  };
  const gateway = await openGateway({ list });
  const answer = gateway.send('/things');
  await begun.promise;
  const closed = gateway.close();
  finished.resolve('done');
  await closed;
  expect(await (await answer).text()).toBe('done');
});

test('refuses a body over the limit, whether its length is announced or not', async () => {
  const { url, send } = await openGateway();
  const limit = 10 * 1024 * 1024;
  const large = Buffer.alloc(limit + 1, 'a');
  const announced = await send('/things', { method: 'POST', body: large });
  const stream = new Blob([large]).stream();
  const chunked = await send('/things', { method: 'POST', body: stream, duplex: 'half' });
  for (const response of [announced, chunked]) {
    expect(response.status).toBe(413);
    expect(await response.text()).toBe('{"message":"Request Entity Too Large"}');
  }
  const unauthorized = await fetch(`${url}/things`, { method: 'POST', body: large });
  expect(unauthorized.status).toBe(401);
});

test('takes a body of the limit', async () => {
  const { send } = await openGateway({ create: (event) => event.body?.length ?? 0 }, { bodyBytes: 1000 });
  const headers = { 'content-type': 'text/plain' };
  const post = async (size: number) => send('/things', { method: 'POST', body: 'a'.repeat(size), headers });
  expect(await (await post(1000)).text()).toBe('1000');
  expect((await post(1001)).status).toBe(413);
});

test.each([
  ['headers over 10,240 bytes', `GET /things HTTP/1.1\r\nHost: h\r\nX-Big: ${'a'.repeat(10_300)}\r\n\r\n`, 431],
  ['a path over 10,240 bytes', `GET /${'a'.repeat(10_300)} HTTP/1.1\r\nHost: h\r\n\r\n`, 431],
  ['a control character in a header', 'GET /things HTTP/1.1\r\nHost: h\r\nX-Bad: a\x01b\r\n\r\n', 400],
  ['a line break in a header name', 'GET /things HTTP/1.1\r\nHost: h\r\nX\nBad: a\r\n\r\n', 400],
  ['no Host', 'GET /things HTTP/1.1\r\nConnection: close\r\n\r\n', 400],
  ['a path that is not percent-encoding', 'GET /things/%zz HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n', 400],
  ['a path that is not UTF-8', 'GET /things/%ff HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n', 400],
  ['no path', 'OPTIONS * HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n', 400],
  [
    'two lengths',
    'POST /things HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /x HTTP/1.1\r\n\r\n',
    400,
  ],
  ['no HTTP at all', '\x16\x03\x01\x02\x00', 400],
])('refuses a request with %s', async (_, bytes, status) => {
  const { sendRaw, send } = await openGateway();
  const answer = await sendRaw(bytes);
  expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  expect(answer).toMatch(/\{"message":"[A-Za-z ]+"\}$/);
  expect((await send('/things')).status).toBe(200);
});
