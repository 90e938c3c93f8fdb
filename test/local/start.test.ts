import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test, vi } from 'vitest';
import { startServer } from '../support/server.ts';

const root = resolve(import.meta.dirname, '../..');

async function newDataDir(): Promise<string> {
  const dataDir = await mkdtemp(join(tmpdir(), 'start-'));
  onTestFinished(() => rm(dataDir, { recursive: true }));
  return dataDir;
}

/** `npm start`, with the address of its server. */
async function npmStart(settings: Readonly<Record<string, string>>) {
  const env = { ...process.env, PORT: '0', npm_config_update_notifier: 'false', ...settings };
  // In a group of its own, so that the test can end what npm leaves.
  const npm = spawn('npm', ['start'], { cwd: root, env, stdio: ['ignore', 'pipe', 'inherit'], detached: true });
  onTestFinished(() => {
    try {
      process.kill(-(npm.pid ?? 0), 'SIGKILL');
    } catch {
      // Nothing is left.
    }
  });
  const url = await new Promise<string>((found) => {
    createInterface(npm.stdout).on('line', (line) => {
      const [, address] = /^Conversation Attributes on (\S+)$/.exec(line) ?? [];
      if (address) found(address);
    });
  });
  return { npm, url };
}

test('the server ends with the npm that runs it, and leaves its data to the next', async () => {
  const dataDir = await newDataDir();
  const { npm, url } = await npmStart({ DATA_DIR: dataDir });
  expect((await fetch(`${url}/openapi.json`)).status).toBe(200);
  npm.kill('SIGTERM');
  await vi.waitFor(() => expect(fetch(`${url}/openapi.json`)).rejects.toThrow(), { timeout: 120_000, interval: 100 });
  const next = await vi.waitFor(() => startServer({ DATA_DIR: dataDir }), { timeout: 120_000 });
  await next.stop();
});
