import { spawnSync } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
/** A copy of the repository. */
let copy: string;

beforeAll(async () => {
  copy = await mkdtemp(join(tmpdir(), 'new-operation-'));
  const leftOut = /^(node_modules|\.git|\.local|\.cache|dist|cdk\.out)$/;
  await cp(root, copy, { recursive: true, filter: (path) => !leftOut.test(relative(root, path)) });
  await symlink(join(root, 'node_modules'), join(copy, 'node_modules'));
});

afterAll(() => rm(copy, { recursive: true }));

/** Runs a script of the copy. */
function run(...[script, ...args]: readonly [string, ...string[]]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], { cwd: copy, encoding: 'utf8' });
  return { status, output: stdout + stderr };
}

async function replace(file: string, ...pairs: readonly (readonly [before: string, after: string])[]): Promise<void> {
  let text = await readFile(join(copy, file), 'utf8');
  for (const [before, after] of pairs) {
    expect(text).toContain(before);
    text = text.replaceAll(before, after);
  }
  await writeFile(join(copy, file), text);
}

const list = ['run.mjs', 'tools/operation/new.ts'] as const;

test('a skeleton compiles; a method of the client, a step of its test and texts make it a whole operation', async () => {
  const begun = run(...list, 'records/get-conversation-sizes');
  expect(begun.output).toContain('test/client/operations.test.ts: does not call conversation(id).sizes');
  await replace('src/contract/records/get-conversation-sizes.ts', ['To be written: ', 'Names: ']);
  expect(run('run.mjs', 'tools/openapi/write.ts').status).toBe(0);
  await replace('clients/typescript/src/conversation.ts', [
    '  /** What is kept of it after its end. */',
    `  sizes(): Promise<Interaction> {\n    return this.#send({ method: 'GET', path: \`\${this.#path}/sizes\` });\n  }\n\n  /** What is kept of it after its end. */`,
  ]);
  await replace('test/client/operations.test.ts', [
    "    expect(await call.addParticipant({ purpose: 'agent'",
    "    expect(await call.sizes()).toMatchObject({ id });\n    expect(await call.addParticipant({ purpose: 'agent'",
  ]);
  expect(run(...list).output).toBe('Every operation is complete.\n');
  expect(run('node_modules/typescript/bin/tsc').output).toBe('');
  const files = [
    'test/client/operations.test.ts',
    'test/access/grants.test.ts',
    'test/life/states.test.ts',
    'test/contract/examples.test.ts',
  ];
  const { status, output } = run('node_modules/vitest/vitest.mjs', 'run', ...files);
  expect(status, output).toBe(0);
});
