import { configDefaults, defineConfig } from 'vitest/config';

const model = 'test/model/model.long.test.ts';
const shared = { globalSetup: 'test/support/signing-key.ts', testTimeout: 600_000, hookTimeout: 600_000 };

/** Runs of the model in processes of their own: the embedded store keeps memory of what was deleted, 0.4 MB a run. */
const parts = ['1', '2'];

/** The tests that take about half an hour: the same properties as in the suite, with many more cases. */
export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: 'all but the model',
          include: ['test/**/*.long.test.ts'],
          exclude: [...configDefaults.exclude, model],
          ...shared,
        },
      },
      ...parts.map((part) => ({ test: { name: `model ${part} of ${parts.length}`, include: [model], ...shared } })),
    ],
  },
});
