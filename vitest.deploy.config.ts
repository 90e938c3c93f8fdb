import { defineConfig } from 'vitest/config';
import { explainNoPython } from './emulators/virtual-environment.ts';

const reason = await explainNoPython();
if (reason !== undefined) process.stdout.write(`skipped: the emulator of AWS can't run here, ${reason}.\n`);

/** The tests on both stacks, deployed to an emulator. */
export default defineConfig({
  test: {
    include: reason === undefined ? ['test/deploy/**/*.deploy.test.ts'] : [],
    passWithNoTests: reason !== undefined,
    // An emulator waits for much of its time.
    maxWorkers: 2,
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
});
