import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const execute = promisify(execFile);
const run = (...files: readonly string[]) => execute(process.execPath, ['run.mjs', 'commands/connect.ts', ...files]);
const event = (name: string) => `test/connect/events/${name}.json`;

test('npm run connect shows what events do, one after another, and the conversation that they leave', async () => {
  const { stdout } = await run(event('initiated'), event('flow'), event('disconnected'));
  expect(stdout).toContain('run-connect-action answers {\n  "ok": "true"');
  expect(stdout).toMatch(/The conversation: \{\n {2}"id": "4a573372-1f28-4e26-b97b-000000000001"/);
  expect(stdout).toContain('"state": "wrapup"');
  expect(stdout).toContain('"tier": "gold"');
});

test('it says which file is no event', async () => {
  await expect(run('package.json')).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining('package.json can\'t be used: it has neither "Details"'),
  });
});
