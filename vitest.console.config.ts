import { defineConfig } from 'vitest/config';
import { noBrowser } from './test/browser/find-chromium.ts';

if (noBrowser !== undefined) process.stdout.write(`skipped: the console. ${noBrowser}.\n`);

/** The tests of the console in a browser, where there is one. */
export default defineConfig({
  test: {
    include: noBrowser === undefined ? ['test/console/*.console.test.ts'] : [],
    passWithNoTests: true,
    globalSetup: 'test/support/signing-key.ts',
    maxWorkers: 1,
    // Ends what hangs; a test that works takes a second or two.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
