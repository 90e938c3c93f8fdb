import { existsSync } from 'node:fs';
import { defineConfig } from 'vitest/config';

/** Where distributions put a Chromium; `CHROMIUM` names another. */
const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

const chromium = process.env.CHROMIUM ?? places.find((path) => existsSync(path));
if (chromium === undefined) {
  process.stdout.write(`skipped: the console, there is no Chromium at ${places.join(', ')}; CHROMIUM names another.\n`);
}

/** The tests of the console in a browser, where there is one. */
export default defineConfig({
  test: {
    include: chromium === undefined ? [] : ['test/console/*.console.test.ts'],
    passWithNoTests: true,
    globalSetup: 'test/support/signing-key.ts',
    ...(chromium !== undefined && { env: { CHROMIUM: chromium } }),
    maxWorkers: 1,
    // Ends what hangs; a test that works takes a second or two.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
