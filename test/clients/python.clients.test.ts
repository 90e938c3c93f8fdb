import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { root, takeBlock, takeBlocks } from '../docs/markdown.ts';
import { useApi } from '../support/api.ts';
import { run } from '../support/run.ts';
import { installPython } from './generators.ts';

const api = useApi({ changes: true });
const cwd = fileURLToPath(new URL('../../clients/python', import.meta.url));

let python: string;

beforeAll(async () => {
  python = await installPython();
});

/** Runs Python on the client's sources. */
function runPython(...args: readonly string[]): Promise<string> {
  return run(python, args, { cwd, env: { API_URL: api.url, PYTHONPATH: 'src', PYTHONDONTWRITEBYTECODE: '1' } });
}

describe('the client for Python', () => {
  test('has types that its examples and tests are checked against', async () => {
    await runPython('-m', 'mypy', 'src', 'examples', 'tests');
  });

  test('is written in one style', async () => {
    await runPython('-m', 'ruff', 'check', '.');
    await runPython('-m', 'ruff', 'format', '--check', '.');
  });

  test('passes its own tests', async () => {
    await runPython('-m', 'pytest', '--quiet', '-p', 'no:cacheprovider');
  });

  test('lets a guest set what a web channel allows, as its first example says', async () => {
    expect((await runPython('examples/web_channel.py')).trim().split('\n')).toEqual([
      'accepted cartItems, tier',
      'dropped isAdmin because it is not-allowed',
      "the conversation has {'tier': 'gold', 'cartItems': 3}",
    ]);
  });

  test('merges what a CRM knows into a live call, again after a conflict, as its second example says', async () => {
    expect((await runPython('examples/live_call.py')).trim().split('\n')).toEqual([
      'version 1 is not current but 2: read again',
      "written {'language': 'de', 'tier': 'gold', 'openOrders': [17, 22], 'crmMerges': 1}",
      "updated {'language': 'de', 'tier': 'gold', 'openOrders': [17, 22], 'crmMerges': 1, 'greeted': True}",
    ]);
  });

  test('does what the blocks of its page say, one after another', async () => {
    const blocks = takeBlocks('clients/python/README.md', { language: 'python' }).map(({ text }) => text);
    const program = blocks.join('\n').replaceAll('http://127.0.0.1:3000', api.url);
    const shown = [...program.matchAll(/^ *print\(.*\) {2}# (.*)$/gm)].map(([, text]) => text);
    expect(shown.length).toBeGreaterThan(2);
    expect((await runPython('-c', program)).trim().split('\n')).toEqual(shown);
  });

  test('is installed from this repository as its page says, with its types, and needs httpx alone', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'wheel-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const [, install = ''] = takeBlock('clients/python/README.md', 'pip install').split(/^pip /);
    const here = ['--quiet', '--no-deps', '--no-build-isolation', '--target', folder];
    await run(python, ['-m', 'pip', ...install.split(' '), ...here], { cwd: root });
    expect(await readdir(join(folder, 'conversation_attributes'))).toContain('py.typed');
    const metadata = await readFile(join(folder, 'conversation_attributes-0.1.0.dist-info/METADATA'), 'utf8');
    expect([...metadata.matchAll(/^Requires-Dist: (.*)$/gm)].map(([, needed]) => needed)).toEqual([
      'httpx<1,>=0.27',
      "typing-extensions>=4.6; python_version < '3.11'",
    ]);
  });
});
