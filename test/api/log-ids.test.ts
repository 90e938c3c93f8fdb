import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { useApi } from '../support/api.ts';

const api = useApi();
const command = fileURLToPath(new URL('../../operator/log-hash.ts', import.meta.url));
const run = promisify(execFile);

/** What the command prints for these ids, under the key of the server. */
async function hashes(...ids: readonly string[]): Promise<readonly string[]> {
  const { stdout } = await run(process.execPath, [command, ...ids], { env: { ID_KEY: process.env.ID_KEY } });
  return stdout.trim().split('\n');
}

test('npm run log-hash finds the lines of a conversation, from its creation on, and those of a flow execution', async () => {
  const made = await api.make();
  await api.ok('POST', made.flow('run-1'), { body: { attributes: { tier: 'gold' } } });
  await api.ok('GET', `/api/v2/conversations/${made.id}`);
  const [conversation, execution] = await hashes(made.id, 'run-1');
  // One that begins with "-" would be an option to grep.
  expect([conversation, execution]).toEqual(Array(2).fill(expect.stringMatching(/^[0-9a-f]{24}$/)));
  const lines = api.logs.map((line) => JSON.parse(line));
  const operations = (field: string, hash = '') =>
    lines.filter((line) => line[field] === hash).map(({ operation }) => operation);
  expect(operations('conversationHash', conversation)).toEqual([
    'create-conversation',
    'set-attributes',
    'get-conversation',
  ]);
  expect(operations('executionHash', execution)).toEqual(['set-attributes']);
});

test('npm run log-hash says what it needs', async () => {
  const without = run(process.execPath, [command, 'call-1'], { env: { ID_KEY: 'short' } });
  await expect(without).rejects.toMatchObject({ code: 2, stderr: expect.stringContaining('ID_KEY has 5 characters') });
  const nothing = run(process.execPath, [command], { env: { ID_KEY: 'x'.repeat(32) } });
  await expect(nothing).rejects.toMatchObject({ code: 2, stderr: expect.stringContaining('npm run log-hash -s') });
});
