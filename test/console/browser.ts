import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import axe from 'axe-core';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished } from 'vitest';
import { chromiumPath } from '../browser/find-chromium.ts';

/** Where pictures of every view are left; git ignores it. */
const pictures = fileURLToPath(new URL('../../artifacts/console/', import.meta.url));

/** Who signs in. */
export type Person = 'agent' | 'supervisor' | 'administrator';

/** The console in a browser. */
export interface Consoles {
  /** Opens a window of its own, without a sign-in. */
  window(options?: BrowserContextOptions): Promise<Page>;
  /** The same, where somebody has signed in, at a view. */
  open(person: Person, view?: string, options?: BrowserContextOptions): Promise<Page>;
}

/** Gives a browser to the tests of a file. @param url - gives the server's */
export function useConsole(url: () => string): Consoles {
  let browser: Browser;
  beforeAll(async () => {
    await mkdir(pictures, { recursive: true });
    // Chromium's own sandbox needs rights that containers do not have; it loads nothing but this server here.
    browser = await chromium.launch({ executablePath: chromiumPath ?? '', args: ['--no-sandbox'] });
  });
  afterAll(() => browser.close());
  const window = async (options: BrowserContextOptions = {}) => {
    const context = await browser.newContext({
      viewport: { width: 1280, height: 800 },
      locale: 'en-GB',
      reducedMotion: 'reduce',
      ...options,
    });
    onTestFinished(() => context.close());
    const page = await context.newPage();
    const problems: string[] = [];
    // What the policy of the page forbids is told here too.
    page.on('pageerror', ({ message }) => problems.push(message));
    page.on('console', (message) => {
      const isRefusal = message.text().startsWith('Failed to load resource');
      if (message.type() === 'error' && !isRefusal) problems.push(message.text());
    });
    onTestFinished(() => expect(problems).toEqual([]));
    return page;
  };
  return {
    window,
    open: async (person, view = '#/live', options = {}) => {
      const page = await window(options);
      await page.goto(`${url()}/console/${view}`);
      await signIn(page, person);
      await page.locator('#content').waitFor();
      return page;
    },
  };
}

/** Picks a person on the issuer's page. */
export async function signIn(page: Page, person: Person): Promise<void> {
  await page.getByRole('button', { name: new RegExp(`^${person}`) }).click();
}

/** Leaves a picture, and expects what is seen to have no fault that axe knows of. */
export async function judge(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: `${pictures}${name}.png`, fullPage: true });
  // Scripts of the page may not bring it: its policy holds for axe as well.
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() =>
    // biome-ignore lint/suspicious/noExplicitAny: what was just put there
    (globalThis as any).axe.run({ resultTypes: ['violations'] }),
  );
  const told = violations.map(
    ({ id, nodes }: { id: string; nodes: readonly { html: string; failureSummary: string }[] }) =>
      `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join('\n')}`,
  );
  expect(told, name).toEqual([]);
}
