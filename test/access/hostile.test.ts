import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openGateway } from '../local/support.ts';
import { useApi } from '../support/api.ts';
import { untouched, type Watch, watch } from './stores.ts';

const api = useApi();

let token: string;
let stores: Watch;

beforeAll(async () => {
  token = await api.local.token();
  stores = await watch(api);
});

afterEach(async () => {
  // Whatever came: the server serves the next one.
  expect((await api.send('GET', '/openapi.json', { token: null })).status).toBe(200);
});

/** Sends bytes as they are; gives what comes back before the server ends the connection. */
async function sendBytes(bytes: string): Promise<string> {
  const socket = connect(Number(new URL(api.local.url).port), '127.0.0.1');
  const received: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => received.push(chunk));
  socket.on('error', () => undefined);
  socket.write(bytes, 'latin1');
  await once(socket, 'close');
  return Buffer.concat(received).toString('latin1');
}

/** A request as it stands, which asks for the end of the connection. */
function request(method: string, target: string, lines: readonly string[] = [], body = ''): string {
  const head = [`${method} ${target} HTTP/1.1`, 'Host: h', 'Connection: close', ...lines];
  const length = body === '' ? [] : ['Content-Type: application/json', `Content-Length: ${body.length}`];
  return `${[...head, ...length].join('\r\n')}\r\n\r\n${body}`;
}

const authorized = () => [`Authorization: Bearer ${token}`];
const statusOf = (answer: string) => Number(/^HTTP\/1\.1 (\d{3}) /.exec(answer)?.[1]);

/** Sends something that may not reach a store. */
async function refused(bytes: string): Promise<number> {
  let answer = '';
  const touched = await stores.during(async () => {
    answer = await sendBytes(bytes);
  });
  expect(touched).toEqual(untouched);
  return statusOf(answer);
}

const create = JSON.stringify({ id: 'hostile', type: 'voice', participants: [] });

describe('a header', () => {
  test.each(['\x00', '\x01', '\x08', '\x0b', '\x1b', '\x7f', '\r', '\n'])(
    'with the control character %j is refused',
    async (character) => {
      for (const name of ['Idempotency-Key', 'If-Match', 'X-Any']) {
        const lines = [...authorized(), `${name}: a${character}b`];
        expect([name, await refused(request('POST', '/api/v2/conversations', lines, create))]).toEqual([name, 400]);
      }
    },
  );

  test.each([
    { what: 'a name with a space', line: 'X Any: a' },
    { what: 'a space before its colon', line: 'Idempotency-Key : a' },
    { what: 'no name', line: ': a' },
    { what: 'a line that goes on in the next', line: 'X-Any: a\r\n b' },
    { what: 'a length that is no number', line: 'Content-Length: 1e3' },
    { what: 'two lengths', line: 'Content-Length: 1\r\nContent-Length: 2' },
    { what: 'a coding that hides another', line: 'Transfer-Encoding: identity, chunked, identity' },
  ])('with $what is refused', async ({ line }) => {
    expect(await refused(request('POST', '/api/v2/conversations', [...authorized(), line], create))).toBe(400);
  });

  test('with bytes over 127 is no key, no tag and no token', async () => {
    const send = (line: string) => refused(request('POST', '/api/v2/conversations', [...authorized(), line], create));
    expect(await send('Idempotency-Key: caf\xe9')).toBe(400);
    const bad = request('GET', '/api/v2/conversations', [`Authorization: Bearer ${token}\xff`]);
    expect(await refused(bad)).toBe(401);
  });

  test('of 100 KB, or 100 KB of them, are refused with 431 before anything is looked at', async () => {
    const one = [`X-Large: ${'a'.repeat(100_000)}`];
    const many = Array.from({ length: 2_000 }, (_, number) => `X-${number}: ${'a'.repeat(45)}`);
    for (const lines of [one, many]) {
      expect(await refused(request('POST', '/api/v2/conversations', [...authorized(), ...lines], create))).toBe(431);
      expect(await refused(request('GET', '/openapi.json', lines))).toBe(431);
    }
  });
});

describe('a query', () => {
  test('of 10,000 parameters is refused with 431', async () => {
    const query = Array.from({ length: 10_000 }, (_, number) => `name=${number}`).join('&');
    for (const path of ['/api/v2/conversations', '/openapi.json']) {
      expect(await refused(request('GET', `${path}?${query}`, authorized()))).toBe(431);
    }
  });

  test('of as many parameters as fit into a request is answered, and each that counts is counted', async () => {
    const { flow } = await api.make();
    const answers = [
      await sendBytes(request('GET', `${flow()}?${'name=a&'.repeat(1_200)}`, authorized())),
      await sendBytes(request('GET', `${flow()}?${'&'.repeat(8_500)}`, authorized())),
      await sendBytes(request('GET', `/api/v2/conversations?${'state&'.repeat(1_400)}`, authorized())),
      await sendBytes(request('GET', `${flow()}?${'a[]=1&'.repeat(1_200)}`, authorized())),
    ];
    expect(answers.map(statusOf)).toEqual([422, 200, 400, 400]);
    expect(answers[0]).toContain('the request has 1200 names');
  });
});

describe('a path', () => {
  const inside = [
    '/api/v2/conversations/..',
    '/api/v2/conversations/.',
    '/api/v2/conversations/%2e%2e',
    '/api/v2/conversations/..%2f..%2fsettings',
    '/api/v2/conversations/a%2Fb',
    '/api/v2/conversations/a%5Cb',
    '/api/v2/conversations/%00',
    '/api/v2/conversations/a%0d%0aX-Injected:%201',
    '/api/v2/conversations/a%3Fexpand=data',
    '/api/v2/conversations/..%2fcalls%2fhostile',
    '/RI/cmi/contactData/..%2F..%2Fopenapi.json',
  ];
  test.each(inside)('%s holds no id: 400, and without a token 401', async (path) => {
    expect(await refused(request('GET', path, authorized()))).toBe(400);
    expect(await refused(request('GET', path))).toBe(401);
  });

  const outside = [
    '/docs/../api/v2/conversations',
    '/docs/errors/../../api/v2/conversations',
    '/openapi.json/../api/v2/conversations/hostile',
    '/docs/..%2fapi%2fv2%2fconversations',
    '/docs/%2e%2e/%2e%2e/package.json',
    '/docs/..%2f..%2f..%2f..%2fetc%2fpasswd',
    '/docs/....//....//etc/passwd',
    '/docs/errors%00.json',
    '/docs/errors/',
    '//docs/errors',
    '/api/v2/../../openapi.json',
    '/api/v2/conversations/hostile/../hostile',
    '/api/v2/conversations/hostile/participants/../../x',
  ];
  test.each(outside)('%s is none, whatever it would be resolved to: 404, and without a token 401', async (path) => {
    expect(await refused(request('GET', path, authorized()))).toBe(404);
    expect(await refused(request('GET', path))).toBe(401);
  });

  test.each([
    '/%',
    '/api/v2/conversations/%zz',
    '/%c0%ae%c0%ae/',
    '/%ff',
    'http://elsewhere/openapi.json',
    'openapi.json',
    '*',
  ])('%s is refused with 400, by the gateway', async (path) => {
    expect(await refused(request('GET', path, authorized()))).toBe(400);
  });

  test('with a fragment or a second question mark is what stands before it', async () => {
    expect(statusOf(await sendBytes(request('GET', '/openapi.json?a?b')))).toBe(200);
  });
});

describe('a body', () => {
  const head = (length: number) =>
    [
      'POST /api/v2/conversations HTTP/1.1',
      'Host: h',
      ...authorized(),
      'Content-Type: application/json',
      `Content-Length: ${length}`,
      '',
      '',
    ].join('\r\n');

  test('that never comes whole reaches no store, and 300 such requests keep nobody waiting', async () => {
    const port = Number(new URL(api.local.url).port);
    const sockets = Array.from({ length: 300 }, () => connect(port, '127.0.0.1').on('error', () => undefined));
    try {
      const touched = await stores.during(async () => {
        for (const socket of sockets) socket.write(`${head(100)}{"id":`);
        for (let time = 0; time < 5; time++) expect((await api.send('GET', '/unknown')).status).toBe(404);
      });
      expect(touched).toEqual(untouched);
    } finally {
      for (const socket of sockets) socket.destroy();
    }
  });

  test('that comes a byte at a time is cut off when its time is over, however steadily it comes', async () => {
    const gateway = await openGateway({ create: () => 'made' }, { requestMs: 300 });
    const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1').on('error', () => undefined);
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk;
    });
    socket.write(
      `POST /things HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer ${gateway.token}\r\nContent-Length: 1000\r\n\r\n`,
    );
    const drip = setInterval(() => socket.write('x'), 10);
    // Not `once`, which fails when a byte comes after the end (EPIPE).
    await new Promise((closed) => socket.on('close', closed));
    clearInterval(drip);
    expect(statusOf(answer)).toBe(408);
    expect(gateway.reports).toEqual([]);
  });

  test('that is longer than was said is not a second request in disguise', async () => {
    const smuggled = request('DELETE', '/api/v2/conversations/hostile', authorized());
    const answer = await sendBytes(request('POST', '/api/v2/conversations', authorized(), '{}') + smuggled);
    expect(answer.match(/HTTP\/1\.1 \d{3}/g)).toEqual(['HTTP/1.1 400']);
  });

  test('of a GET is looked at as any other, and changes nothing', async () => {
    expect(await refused(request('GET', '/api/v2/conversations', authorized(), '{'))).toBe(400);
    const text = request('GET', '/api/v2/conversations', [
      ...authorized(),
      'Content-Type: text/plain',
      'Content-Length: 1',
    ]);
    expect(await refused(`${text}x`)).toBe(415);
  });
});
