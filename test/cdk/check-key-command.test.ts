import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Kms, startKms } from '../../local/kms/start.ts';

let kms: Kms;
beforeAll(async () => {
  kms = await startKms();
});
afterAll(() => kms.close());

/** Runs the command with these arguments and variables, and nothing of the environment of whoever runs the tests. */
async function run(args: readonly string[], variables: Readonly<Record<string, string>> = {}) {
  const env = {
    AWS_ENDPOINT_URL_KMS: kms.url,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    ...variables,
  };
  const command = promisify(execFile)(process.execPath, ['bin/check-key.ts', ...args], { env });
  return command.then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    ({ code, stdout, stderr }) => ({ code, stdout, stderr }),
  );
}

test('the command succeeds for a key that can be used', async () => {
  const { code, stdout, stderr } = await run([kms.keyArn]);
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout.trimEnd().split('\n')).toHaveLength(7);
  expect(stdout).toContain('\nThe key can be used.\n');
});

test('the command takes the key of KMS_KEY_ID when it is given none', async () => {
  const { code, stdout } = await run([], { KMS_KEY_ID: 'alias/conversation-attributes' });
  expect([code, stdout]).toEqual([0, expect.stringContaining(kms.keyArn)]);
});

test('the command fails for a key that cannot be used', async () => {
  const { code, stdout } = await run(['alias/another'], { KMS_KEY_ID: kms.keyArn });
  expect(code).toBe(1);
  expect(stdout).toContain('FAILED  There is no key "alias/another".');
  expect(stdout).toContain('\nThe key cannot be used yet.\n');
});

test.each([[[]], [['one', 'two']]])('the command asks for one key when it is given %j', async (args) => {
  const { code, stdout, stderr } = await run(args);
  expect([code, stdout]).toEqual([1, '']);
  expect(stderr).toContain('npm run check-key -- <its ARN, or alias/name>');
});
