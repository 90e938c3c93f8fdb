import { configDefaults, defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: 'test/support/signing-key.ts',
    exclude: [...configDefaults.exclude, 'test/**/*.long.test.ts'],
    // For two cores: some tests wait for times to pass, and another one works meanwhile.
    maxWorkers: 3,
    testTimeout: 20_000,
    hookTimeout: 30_000,
  },
});
