import { expect, test } from 'vitest';
import { useApi } from '../support/api.ts';

const api = useApi();

/** What a page or a style sheet makes a browser load. */
function loaded(text: string): readonly string[] {
  const attributes = [...text.matchAll(/\b(?:src|href)\s*=\s*["']?([^"'\s>]+)/g)].map(([, url = '']) => url);
  const styles = [...text.matchAll(/url\(\s*["']?([^"')]+)|@import\s+["']([^"']+)/g)].map(([, url = '']) => url);
  return [...attributes, ...styles].filter((url) => !url.startsWith('data:') && !url.startsWith('#'));
}

const get = (path: string) => api.ok('GET', path, { token: null });

test('the address of the server itself is a page that leads to the reference', async () => {
  const { text, headers } = await get('/');
  expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
  const urls = loaded(text);
  expect(urls).toContain('/docs');
  for (const url of urls) await get(url);
});

test.each(['/docs', '/docs/'])(
  '%s is a page to which everything comes from the server itself, without a token',
  async (path) => {
    const page = await get(path);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const urls = loaded(page.text);
    expect(urls.length).toBeGreaterThan(1);
    for (const url of urls) {
      expect(url, 'not from elsewhere').toMatch(/^\/[^/]/);
      const { text, headers } = await get(url);
      const type = headers.get('content-type') ?? '';
      if (url.endsWith('.js')) expect(type).toContain('javascript');
      if (url.endsWith('.css')) expect([type.includes('css'), loaded(text)]).toEqual([true, []]);
    }
  },
);

test('the reference shows /openapi.json, and asks no validator elsewhere', async () => {
  const { text } = await get('/docs');
  const [, options = ''] = /SwaggerUIBundle\((\{.*\})\)/.exec(text) ?? [];
  expect(options).toContain("url: '/openapi.json'");
  expect(options).toContain('validatorUrl: null');
  await get('/openapi.json');
});

test.each(['/docs/package.json', '/docs/swagger-ui-bundle.js.map', '/docs/..%2fpackage.json', '/docs/errors/'])(
  '%s is none of its files',
  async (path) => {
    expect((await api.call('GET', path)).status).toBe(404);
  },
);
