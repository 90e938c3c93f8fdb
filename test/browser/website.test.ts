import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { build } from 'esbuild';
import type { Page } from 'playwright-core';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { ConversationAttributes } from '../../clients/typescript/src/index.ts';
import { allowAttributes } from '../../docs/examples/allow-attributes.ts';
import { read, root } from '../docs/markdown.ts';
import { useApi } from '../support/api.ts';
import { inBrowser, useBrowser } from './chromium.ts';
import { noBrowser } from './find-chromium.ts';

const api = useApi();
const openBrowser = useBrowser();

/** The example of a page, its script bundled as a site bundles it. */
async function bundlePage(): Promise<string> {
  const html = read('docs/examples/page.html');
  const [tag, script = ''] = /<script type="module">(.*?)<\/script>/s.exec(html) ?? [];
  const { outputFiles } = await build({
    stdin: { contents: script, resolveDir: root },
    alias: { '@conversation-attributes/client/page': `${root}/clients/typescript/src/page.ts` },
    bundle: true,
    format: 'esm',
    write: false,
  });
  return html.replace(tag ?? '', `<script type="module">${outputFiles[0]?.text}</script>`);
}

/** The example of a site, which also serves the example of a page. @returns its address */
async function openSite(): Promise<string> {
  vi.stubEnv('API_URL', api.url);
  vi.stubEnv('CLIENT_ID', api.credentials.clientId);
  vi.stubEnv('CLIENT_SECRET', api.credentials.clientSecret);
  vi.stubEnv('PORT', '0');
  const { site } = await import('../../docs/examples/site.ts');
  const html = await bundlePage();
  const server = createServer((request, response) => {
    if (request.method !== 'GET') return site.emit('request', request, response);
    return response.writeHead(200, { 'content-type': 'text/html' }).end(request.url === '/' ? html : '');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    site.close();
    vi.unstubAllEnvs();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Sends the message of the page. @returns the id of the conversation that its cookie keeps */
async function send(page: Page): Promise<string> {
  const answered = page.waitForResponse('**/messages');
  await page.click('button');
  expect((await answered).status()).toBe(200);
  const cookies = await page.context().cookies();
  return cookies.find(({ name }) => name === 'guest-conversation')?.value ?? '';
}

describe.skipIf(noBrowser)(inBrowser, () => {
  test("a guest's message goes from the page by the site's route to the conversation, and the console tells what was dropped", async () => {
    const client = new ConversationAttributes({ baseUrl: api.url, ...api.credentials });
    await allowAttributes(client);
    const page = await (await openBrowser()).newPage();
    const told: string[] = [];
    const logged = vi.spyOn(console, 'warn').mockReturnValue();
    onTestFinished(() => logged.mockRestore());
    page.on('console', (message) => told.push(`${message.type()}: ${message.text()}`));
    await page.goto(await openSite());
    const id = await send(page);
    expect((await client.conversation(id).get()).data).toEqual({ tier: 'gold', cartItems: 3 });
    expect(told).toEqual([]);

    await page.fill('input', '3.5');
    expect(await send(page)).toBe(id);
    await vi.waitFor(() => expect(told).toEqual(['warning: The attribute "cartItems" was dropped: wrong-type']));
    expect((await client.conversation(id).get()).data).toEqual({ tier: 'gold', cartItems: 3 });
    const dropped = [{ name: 'cartItems', reason: 'wrong-type' }];
    expect(logged).toHaveBeenCalledExactlyOnceWith(
      JSON.stringify({ message: 'attributes of a guest dropped', dropped }),
    );
    expect(await page.evaluate('document.cookie')).toBe('');
  });
});
