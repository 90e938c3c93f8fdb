import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root, takeBlock } from '../docs/markdown.ts';
import { run } from '../support/run.ts';
import { runShell, startShell } from '../support/shell.ts';

// Each test goes on where the one before has ended: a newcomer's first minutes, with the last commit, the machine's own Node.js, and the
// npm of Node 20.
const [install = '', start = '', runTests = ''] = takeBlock('README.md', 'npm ci').split('\n');
let folder: string;
let clone: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clone-'));
  clone = join(folder, 'conversation-attributes');
  await run('npm', ['install', '--silent', '--prefix', join(folder, 'npm'), 'npm@10.8.2'], { cwd: folder });
  await run('git', ['clone', '--quiet', root, clone], { cwd: folder });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Nothing that npm tells those it runs, and no program that npm ci has brought to this repository. */
function newcomer(): NodeJS.ProcessEnv {
  const ofNpm = Object.keys(process.env).filter((name) =>
    /^(npm_(?!config_registry)|VITEST|NODE_ENV|FORCE_COLOR)/.test(name),
  );
  const places = (process.env.PATH ?? '').split(delimiter).filter((place) => !place.includes('node_modules'));
  const PATH = [join(folder, 'npm/node_modules/.bin'), ...places].join(delimiter);
  return { ...Object.fromEntries(ofNpm.map((name) => [name, undefined])), NO_COLOR: '1', PATH };
}

/** Runs a line, with what is written to standard error too. */
const say = (line: string) => runShell(`exec 2>&1\n${line}`, { cwd: clone, env: newcomer() });

/** No warning, and no stack. */
const plain = expect.not.stringMatching(/warn|EBADENGINE|deprecated|allow-scripts|^ +at /im);

test('a server or tests that are started first say what to run before them', async () => {
  for (const line of [start, runTests]) {
    await expect(say(line)).rejects.toThrow('Nothing is installed yet. Run this first: npm ci');
  }
});

test('the installation says how much it has brought, and warns of nothing', { timeout: 3_600_000 }, async () => {
  const said = await say(install);
  expect(said).toMatch(/^added \d+ packages/m);
  expect(said).toEqual(plain);
});

test('the server starts, and answers', async () => {
  const { found, stop } = await startShell(`exec 2>&1\n${start}`, /^(Conversation Attributes on (\S+)[\s\S]*)$/m, {
    cwd: clone,
    env: { ...newcomer(), PORT: '0' },
  });
  const [said = '', url = ''] = found;
  expect((await fetch(`${url}/health`)).status).toBe(200);
  await stop();
  expect(said).toEqual(plain);
});

test('the tests run', async () => {
  const [command] = runTests.split('#');
  expect(await say(`${command} -- test/docs/readme.test.ts`)).toMatch(/Tests +\d+ passed/);
});

test('the demo plays to its end', async () => {
  const said = await say('npm run demo -- --fast');
  expect(said).toEqual(plain);
});
