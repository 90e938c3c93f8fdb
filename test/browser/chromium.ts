import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';
import { afterAll } from 'vitest';

/** Where systems have Chromium, or Chrome. */
const places = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

const { CHROMIUM = places.find((path) => existsSync(path)) } = process.env;

/** Why there is no browser, or undefined. */
export const noBrowser =
  CHROMIUM === undefined ? 'Chromium is not found: install it, or name its program in CHROMIUM' : undefined;

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
    browser ??= chromium.launch({ ...(CHROMIUM && { executablePath: CHROMIUM }), args: ['--no-sandbox'] });
    return browser;
  };
}
