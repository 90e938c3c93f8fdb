import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';

const execute = promisify(execFile);

/** A directory with `run.mjs` and a program that prints its arguments. */
async function newDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'run-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  await copyFile('run.mjs', join(directory, 'run.mjs'));
  await writeFile(
    join(directory, 'program.ts'),
    'const given: string[] = process.argv.slice(2);\nconsole.log(given);\n',
  );
  return directory;
}

test('where nothing is installed, a command says what to run first', async () => {
  const started = execute(process.execPath, ['run.mjs', 'program.ts'], { cwd: await newDirectory() });
  await expect(started).rejects.toMatchObject({
    code: 1,
    stderr: 'Nothing is installed yet. Run this first: npm ci\n',
  });
});

test('a command gets its arguments as if it ran by itself', async () => {
  const cwd = await newDirectory();
  await mkdir(join(cwd, 'node_modules'));
  const { stdout } = await execute(process.execPath, ['run.mjs', 'program.ts', '--a', 'b c'], { cwd });
  expect(stdout).toBe("[ '--a', 'b c' ]\n");
});
