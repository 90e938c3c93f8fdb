import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { cors } from '#cors';
import { useApi } from '../support/api.ts';

const origin = 'https://desktop.example.com';
const path = '/api/v2/conversations/unknown';
const api = useApi({ corsOrigins: [origin, 'http://localhost:8080'] });

const preflight = (from: string) =>
  api.send('OPTIONS', path, {
    token: null,
    headers: { origin: from, 'access-control-request-method': 'PATCH', 'access-control-request-headers': 'if-match' },
  });
/** The headers of an answer that browsers look at. */
const corsOf = (headers: Headers) =>
  Object.fromEntries([...headers].filter(([name]) => name.startsWith('access-control-')));
const exposed = { 'access-control-expose-headers': cors.exposedHeaders.join(',') };

describe('a page of an origin of CORS_ORIGINS', () => {
  test.each([origin, 'http://localhost:8080'])(
    'of %s is told by a preflight, without a token, what it may send',
    async (from) => {
      const { status, text, headers } = await preflight(from);
      expect([status, text]).toEqual([204, '']);
      expect(corsOf(headers)).toEqual({
        'access-control-allow-origin': from,
        'access-control-allow-methods': 'GET,HEAD,POST,PUT,PATCH,DELETE',
        'access-control-allow-headers': 'authorization,content-type,idempotency-key,if-match,if-none-match',
        'access-control-max-age': '7200',
        ...exposed,
      });
    },
  );

  test('may read what functions answer, and the token end point, but not what the gateway refuses', async () => {
    const made = await api.make();
    const headers = { origin };
    const expected = { 'access-control-allow-origin': origin, ...exposed };
    const answers = [
      await api.send('GET', made.conversation, { headers }),
      await api.send('GET', path, { headers }),
      await api.send('GET', '/api/v2/nowhere', { headers }),
      await api.send('POST', '/oauth/token', { headers, token: null }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 404, 404, 400]);
    for (const answer of answers) expect(corsOf(answer.headers)).toEqual(expected);
    const refused = await api.send('GET', path, { headers, token: null });
    expect([refused.status, corsOf(refused.headers)]).toEqual([401, {}]);
  });
});

describe('a page of another origin', () => {
  test.each(['https://evil.example.com', 'https://desktop.example.com.evil.example.com', 'null'])(
    'of %s is told nothing',
    async (from) => {
      expect(corsOf((await preflight(from)).headers)).toEqual({});
      const { status, headers } = await api.send('GET', '/health', { headers: { origin: from } });
      expect([status, corsOf(headers)]).toEqual([200, {}]);
    },
  );
});

test('OPTIONS that is no preflight needs a token', async () => {
  expect((await api.send('OPTIONS', path, { token: null })).status).toBe(401);
  expect((await api.send('OPTIONS', path)).status).toBe(405);
});

describe('pages', () => {
  const document: unknown = JSON.parse(readFileSync('docs/openapi.json', 'utf8'));
  /** Everything in the document under a name, at any depth. */
  const all = (name: string, from: unknown = document): unknown[] =>
    typeof from === 'object' && from !== null
      ? Object.entries(from).flatMap(([key, value]) => [...(key === name ? [value] : []), ...all(name, value)])
      : [];

  test('may read every header that an answer has by the OpenAPI document', () => {
    const names = all('headers').flatMap((headers) => Object.keys(headers as object));
    expect(names).toContain('ETag');
    const hidden = names.filter((name) => !cors.exposedHeaders.some((one) => one === name.toLowerCase()));
    expect([...new Set(hidden)]).toEqual([]);
  });

  test('may send every header that a request has by the OpenAPI document', () => {
    const parameters = [...all('parameters'), ...all('components')].flatMap((found) => Object.values(found as object));
    const names = parameters
      .filter((one): one is { in: string; name: string } => one?.in === 'header')
      .map(({ name }) => name.toLowerCase());
    expect(names).toContain('if-match');
    expect(names.filter((name) => !cors.requestHeaders.some((one) => one === name))).toEqual([]);
  });
});
