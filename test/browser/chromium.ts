import { type Browser, chromium } from 'playwright-core';
import { afterAll } from 'vitest';
import { chromiumPath, noBrowser } from './find-chromium.ts';

/** Begins the title of tests that need one: it says why they are skipped. */
export const inBrowser = noBrowser === undefined ? 'in Chromium' : `skipped, ${noBrowser}`;

let browser: Promise<Browser> | undefined;

/** Opens a browser that is shared by the tests of a file, and closes after them. */
export function useBrowser(): () => Promise<Browser> {
  afterAll(async () => {
    await (await browser)?.close();
    browser = undefined;
  });
  return () => {
    // Containers give it no sandbox, and root may not have one. It opens pages of this machine only.
    browser ??= chromium.launch({ ...(chromiumPath && { executablePath: chromiumPath }), args: ['--no-sandbox'] });
    return browser;
  };
}
