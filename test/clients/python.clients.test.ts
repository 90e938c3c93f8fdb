import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { useApi } from '../support/api.ts';
import { installPython } from './generators.ts';
import { run } from './run.ts';

const api = useApi();
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

  test('is a wheel with its types, which needs httpx alone', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'wheel-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const wheel = ['--quiet', '--no-deps', '--no-build-isolation', '--wheel-dir', folder, '.'];
    await runPython('-m', 'pip', 'wheel', ...wheel);
    const [file = ''] = await readdir(folder);
    await runPython('-m', 'zipfile', '--extract', join(folder, file), folder);
    expect(await readdir(join(folder, 'conversation_attributes'))).toContain('py.typed');
    const metadata = await readFile(join(folder, 'conversation_attributes-0.1.0.dist-info/METADATA'), 'utf8');
    expect([...metadata.matchAll(/^Requires-Dist: (.*)$/gm)].map(([, needed]) => needed)).toEqual([
      'httpx<1,>=0.27',
      "typing-extensions>=4.6; python_version < '3.11'",
    ]);
  });
});
