import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const root = resolve(import.meta.dirname, '../..');

/**
 * Starts the local server as `npm start` does, without npm, and ends it.
 *
 * @param port - nobody else's
 * @returns milliseconds until it has given a token
 */
export async function timeFirstToken(dataDir: string, port: number): Promise<number> {
  const env = { ...process.env, PORT: String(port), DATA_DIR: dataDir };
  const began = performance.now();
  const server = spawn(process.execPath, ['run.mjs', 'local/start.ts'], { cwd: root, env, stdio: 'ignore' });
  const exited = once(server, 'exit');
  const headers = { authorization: `Basic ${Buffer.from('local:local-secret').toString('base64')}` };
  const body = new URLSearchParams({ grant_type: 'client_credentials' });
  const ask = () => fetch(`http://127.0.0.1:${port}/oauth/token`, { method: 'POST', headers, body });
  const isReady = () =>
    ask().then(
      ({ ok }) => ok,
      () => false,
    );
  try {
    while (!(await isReady())) {
      if (server.exitCode !== null) throw new Error(`the server on port ${port} ended: ${server.exitCode}`);
      await sleep(2);
    }
    return performance.now() - began;
  } finally {
    server.kill('SIGTERM');
    await exited;
  }
}
