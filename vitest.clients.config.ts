import { defineConfig } from 'vitest/config';
import { explainNoPython } from './emulators/virtual-environment.ts';

/** What each part needs of the machine: why it is not there, or undefined. */
const parts = [
  { what: 'a fresh clone', files: 'test/clients/fresh-clone.clients.test.ts', reason: undefined },
  { what: 'generated clients', files: 'test/clients/generated.clients.test.ts', reason: undefined },
  {
    what: 'the SDK of Genesys Cloud for Python',
    files: 'test/clients/genesys.clients.test.ts',
    reason: await explainNoPython(),
  },
  { what: 'the client for Python', files: 'test/clients/python.clients.test.ts', reason: await explainNoPython() },
];

for (const { what, reason } of parts) {
  if (reason !== undefined) process.stdout.write(`skipped: ${what}, ${reason}.\n`);
}

/** The tests on clients in other languages, and on generated ones, where their toolchains are found; and what else asks registries. */
export default defineConfig({
  test: {
    include: parts.filter(({ reason }) => reason === undefined).map(({ files }) => files),
    passWithNoTests: true,
    globalSetup: 'test/support/signing-key.ts',
    maxWorkers: 2,
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
});
