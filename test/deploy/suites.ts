import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Access } from '../../emulators/aws/deployment.ts';

const execute = promisify(execFile);

/**
 * Runs test files of the suite against a deployed API, in a process of their own.
 * @returns what failed, or nothing.
 */
export async function runSuites({ url, clientId, clientSecret }: Access, files: readonly string[]): Promise<string> {
  const env = { ...process.env, API_URL: url, API_CLIENT_ID: clientId, API_CLIENT_SECRET: clientSecret, NO_COLOR: '1' };
  // One file after the other: they write the same settings of channel types.
  const options = ['--no-color', '--no-file-parallelism'];
  const vitest = ['node_modules/vitest/vitest.mjs', 'run', ...options, ...files];
  return execute(process.execPath, vitest, { env, maxBuffer: 16 * 1024 * 1024 }).then(
    () => '',
    // The list of tests is on the one, and why some of them failed on the other.
    ({ stdout, stderr }: { readonly stdout: string; readonly stderr: string }) => `${stdout.slice(-4_000)}${stderr}`,
  );
}
