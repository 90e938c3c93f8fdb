import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { fill, takeBlock } from '../docs/markdown.ts';
import { hasShell, runShell } from '../support/shell.ts';

/** A block of a flow. */
interface Action {
  readonly Parameters: { readonly LambdaFunctionARN?: string };
}

const execute = promisify(execFile);
const run = (...files: readonly string[]) => execute(process.execPath, ['run.mjs', 'commands/connect.ts', ...files]);
const event = (name: string) => `test/connect/events/${name}.json`;

test.runIf(hasShell)(
  'the page on Amazon Connect starts it with two events, and puts the ARN of a function into the flow',
  async () => {
    const page = takeBlock('docs/flows/amazon-connect.md', 'npm run connect');
    expect(await runShell(page)).toContain('"state": "wrapup"');
    const folder = await mkdtemp(join(tmpdir(), 'connect-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    await cp('integrations', join(folder, 'integrations'), { recursive: true });
    const ConnectFunctionArn = 'arn:aws:lambda:eu-central-1:111122223333:function:run-connect-action';
    const put = takeBlock('docs/flows/amazon-connect.md', 'sed "s|CONNECT_FUNCTION_ARN|');
    await runShell(fill(put, { ConnectFunctionArn }), { cwd: folder });
    const flow = await readFile(join(folder, 'flow.json'), 'utf8');
    const arns = JSON.parse(flow).Actions.flatMap(({ Parameters }: Action) => Parameters.LambdaFunctionARN ?? []);
    expect(arns.length).toBeGreaterThan(0);
    expect(new Set(arns)).toEqual(new Set([ConnectFunctionArn]));
    expect(flow).not.toContain('CONNECT_FUNCTION_ARN');
  },
);

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
