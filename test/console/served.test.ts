import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { buildConsole } from '../../console/build.ts';
import { useApi } from '../support/api.ts';

const api = useApi();

const get = (path: string) => fetch(api.url + path, { redirect: 'manual' });

/** Most bytes of the first view, compressed. */
const MAX_BYTES = 150 * 1024;

test('the first view takes less than 150 KB, compressed', async () => {
  const files = await buildConsole();
  const bytes = files.map(({ text }) => gzipSync(text).length);
  expect(files.map(({ name }) => name.replace(/-\w+/, ''))).toEqual(['index.html', 'main.js', 'main.css']);
  expect(bytes.reduce((sum, one) => sum + one)).toBeLessThan(MAX_BYTES);
});

test('the console is served at /console, all of it from the server itself', async () => {
  const moved = await get('/console');
  expect([moved.status, moved.headers.get('location')]).toEqual([308, '/console/']);
  const page = await (await get('/console/')).text();
  const urls = [...page.matchAll(/(?:href|src)="([^"]+)"/g)].map(([, url = '']) => url);
  const own = urls.filter((url) => !url.startsWith('data:'));
  expect(own).toHaveLength(2);
  for (const url of own) expect((await get(`/console/${url}`)).status).toBe(200);
  expect((await get('/console/other.js')).status).toBe(404);
});

test('its page runs no script but its own, and is shown in no frame', async () => {
  const { headers } = await get('/console/');
  const policy = headers.get('content-security-policy') ?? '';
  expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toContain('unsafe');
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('referrer-policy')).toBe('no-referrer');
});

test('it is told where to sign in, and no secret', async () => {
  const settings = await (await get('/console/settings.json')).json();
  expect(settings).toEqual({
    issuer: api.url,
    authorizationEndpoint: '/oauth/authorize',
    tokenEndpoint: '/oauth/token',
    clientId: 'console',
    scope: 'openid profile',
  });
});
