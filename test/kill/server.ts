import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { type Answer, readAnswer } from '../support/answer.ts';

/** The local server, in a process of its own. */
export interface Server {
  /** Sends a request. @throws TypeError when no answer comes: the server is dead. */
  send(method: string, path: string, body?: object, key?: string): Promise<Answer>;
  /** Ends the process with SIGKILL: it can do nothing more. */
  kill(): Promise<void>;
}

const start = fileURLToPath(new URL('../../local/start.ts', import.meta.url));

/** Starts the server on a data directory, with a sweep each second of what has been pending for a second. */
export async function startServer(dataDir: string): Promise<Server> {
  const { PATH, HOME } = process.env;
  const settings = { PORT: '0', DATA_DIR: dataDir, SWEEP_SECONDS: '1', PENDING_LEASE_SECONDS: '1' };
  const server = spawn(process.execPath, [start], {
    env: { PATH, HOME, ...settings },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(server, 'exit');
  const url = await Promise.race([urlIn(server.stdout), ended]);
  if (typeof url !== 'string') throw new Error(`the server on ${dataDir} ended before it was there`);
  const token = await tokenOf(url);
  return {
    send: async (method, path, body, key) => {
      const headers = {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        ...(key !== undefined && { 'idempotency-key': key }),
      };
      return readAnswer(await fetch(url + path, { method, headers, ...(body && { body: JSON.stringify(body) }) }));
    },
    kill: async () => {
      server.kill('SIGKILL');
      await ended;
    },
  };
}

/** The server's address, as it prints it. What else it prints is read and dropped. */
async function urlIn(output: NodeJS.ReadableStream): Promise<string> {
  return new Promise((resolve) => {
    createInterface(output).on('line', (line) => {
      const url = /Conversation Attributes on (http:\S+)/.exec(line)?.[1];
      if (url) resolve(url);
    });
  });
}

async function tokenOf(url: string): Promise<string> {
  const authorization = `Basic ${Buffer.from('local:local-secret').toString('base64')}`;
  const body = new URLSearchParams({ grant_type: 'client_credentials' });
  const response = await fetch(`${url}/oauth/token`, { method: 'POST', headers: { authorization }, body });
  const { access_token: token } = (await response.json()) as { readonly access_token: string };
  return token;
}
