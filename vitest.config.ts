import { configDefaults, defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: 'test/support/signing-key.ts',
    exclude: [...configDefaults.exclude, 'test/**/*.long.test.ts'],
    // Vitest's own default leaves one core idle, half of a small machine.
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 30_000,
  },
});
