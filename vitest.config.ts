import { fileURLToPath } from 'node:url';
import { configDefaults, defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

// Workers, and the processes that tests start, compile nothing that was compiled before: half of the time of a short process.
process.env.NODE_COMPILE_CACHE ??= fileURLToPath(new URL('.cache/compiled', import.meta.url));

const client = fileURLToPath(new URL('clients/typescript/src', import.meta.url));

/** Files whose tests wait for most of their time, the longest first. */
const waiting = [
  'faults/delayed-writes',
  'faults/reads-settings-sweep',
  'secured-api/kms-outages',
  'faults/late-attempts',
];

/** Begins the files that wait: they do so while others work. At the end, nothing would be left to do meanwhile. */
class WaitingFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rest = await super.sort(files);
    const first = waiting.flatMap((name) => rest.filter(({ moduleId }) => moduleId.endsWith(`/${name}.test.ts`)));
    return [...new Set([...first, ...rest])];
  }
}

export default defineConfig({
  // The examples of docs/ import the client by its name.
  resolve: {
    alias: [
      { find: /^@conversation-attributes\/client$/, replacement: `${client}/index.ts` },
      { find: /^@conversation-attributes\/client\/(\w+)$/, replacement: `${client}/$1.ts` },
    ],
  },
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: 'test/support/signing-key.ts',
    // A worker runs file after file in one process: the SDK and the embedded store, compiled once, take a third less time.
    isolate: false,
    setupFiles: 'test/support/fresh-start.ts',
    exclude: [...configDefaults.exclude, 'test/**/*.{long,deploy,clients,console}.test.ts'],
    // For two cores: some tests wait for times to pass, and others work meanwhile.
    maxWorkers: 3,
    sequence: { sequencer: WaitingFirst },
    // Ends what hangs. No test that works comes near it, on a machine that is many times slower either.
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
});
