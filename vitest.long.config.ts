import { defineConfig } from 'vitest/config';

/** The tests that take an hour: the same properties as in the suite, with many more cases. */
export default defineConfig({
  test: {
    include: ['test/**/*.long.test.ts'],
    hookTimeout: 30_000,
  },
});
