import { expect, test } from 'vitest';
import { openGateway } from './support.ts';

test('builds the event of payload format 2.0', async () => {
  const { echo, url, token } = await openGateway();
  const before = Date.now();
  const { operation, event } = await echo('/things/a%20b/parts/p:1?x=1&y=a+b%2Bc&x=2&empty=', {
    headers: {
      authorization: `Bearer ${token}`,
      'user-agent': 'tester',
      cookie: 'session=abc; theme=dark',
      'X-Probe': 'One',
    },
  });
  expect(operation).toBe('get-part');
  expect(event).toMatchObject({
    version: '2.0',
    routeKey: 'GET /things/{thing}/parts/{part}',
    rawPath: '/things/a b/parts/p:1',
    rawQueryString: 'x=1&y=a+b%2Bc&x=2&empty=',
    cookies: ['session=abc', 'theme=dark'],
    queryStringParameters: { x: '1,2', y: 'a b+c', empty: '' },
    pathParameters: { thing: 'a b', part: 'p:1' },
    isBase64Encoded: false,
    headers: {
      authorization: `Bearer ${token}`,
      host: new URL(url).host,
      'x-probe': 'One',
      'content-length': '0',
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-port': new URL(url).port,
      'x-forwarded-proto': 'http',
    },
    requestContext: {
      accountId: expect.stringMatching(/^\d{12}$/),
      apiId: 'local',
      domainName: 'localhost',
      domainPrefix: 'localhost',
      http: {
        method: 'GET',
        path: '/things/a b/parts/p:1',
        protocol: 'HTTP/1.1',
        sourceIp: '127.0.0.1',
        userAgent: 'tester',
      },
      requestId: expect.stringMatching(/^[\w-]{15}=$/),
      routeKey: 'GET /things/{thing}/parts/{part}',
      stage: '$default',
      time: expect.stringMatching(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/),
    },
  });
  expect(event.requestContext.timeEpoch).toBeGreaterThanOrEqual(before);
  expect(event.headers).not.toHaveProperty('cookie');
  expect(event.headers).not.toHaveProperty('connection');
  expect(event).not.toHaveProperty('body');
});

test('leaves out what is empty', async () => {
  const { echo } = await openGateway();
  const { event } = await echo('/things');
  expect(event.rawQueryString).toBe('');
  for (const field of ['cookies', 'queryStringParameters', 'pathParameters', 'body', 'stageVariables']) {
    expect(event).not.toHaveProperty(field);
  }
});

test('joins repeated headers by commas', async () => {
  const { sendRaw, token } = await openGateway();
  const answer = await sendRaw(
    `GET /things HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer ${token}\r\nX-Probe: first\r\nx-probe: second\r\nConnection: close\r\n\r\n`,
  );
  expect(answer).toContain('"x-probe":"first,second"');
});

test('takes names such as __proto__ as names', async () => {
  const { echo } = await openGateway();
  const { event } = await echo('/things?__proto__=a&constructor=b');
  expect(Object.entries(event.queryStringParameters ?? {})).toEqual([
    ['__proto__', 'a'],
    ['constructor', 'b'],
  ]);
});

test.each([
  ['application/json'],
  ['Application/JSON; charset=utf-8'],
  ['application/xml'],
  ['application/javascript'],
  ['text/plain'],
  ['text/csv; header=present'],
])('hands on a body of %s as text', async (type) => {
  const { echo } = await openGateway();
  const { event } = await echo('/things', { method: 'POST', body: '{"λ":1}', headers: { 'content-type': type } });
  expect(event).toMatchObject({ body: '{"λ":1}', isBase64Encoded: false });
  expect(event.headers['content-length']).toBe('8');
});

test.each([
  ['application/x-www-form-urlencoded'],
  ['application/merge-patch+json'],
  ['application/octet-stream'],
  [''],
])('hands on a body of type "%s" in base64', async (type) => {
  const { echo } = await openGateway();
  const body = Buffer.from([0xff, 0x00, 0x7b]);
  const { event } = await echo('/things', { method: 'POST', body, headers: type ? { 'content-type': type } : {} });
  expect(event).toMatchObject({ body: body.toString('base64'), isBase64Encoded: true });
});

test('gives every request an id of its own and answers with it', async () => {
  const { send } = await openGateway();
  const [first, second] = await Promise.all([send('/things'), send('/things')]);
  expect(await first.json()).toMatchObject({
    event: { requestContext: { requestId: first.headers.get('apigw-requestid') } },
  });
  expect(first.headers.get('apigw-requestid')).not.toBe(second.headers.get('apigw-requestid'));
});
