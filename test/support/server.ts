import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** `npm start` in a process of its own. */
export interface Server {
  readonly url: string;
  /** What it has written to standard output and standard error. */
  output(): string;
  /** Ends it as Ctrl-C does. */
  stop(): Promise<void>;
}

const root = resolve(import.meta.dirname, '../..');

/** Starts the local server with these settings beside those of this process. */
export async function startServer(settings: Readonly<Record<string, string>>): Promise<Server> {
  const env = { ...process.env, PORT: '0', ...settings };
  const child = spawn(process.execPath, ['local/start.ts'], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const exited = once(child, 'exit');
  let written = '';
  const keep = (chunk: Buffer) => {
    written += chunk;
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const urlOf = () => /^Conversation Attributes on (\S+)$/m.exec(written)?.[1];
  for (let url = urlOf(); ; url = urlOf()) {
    if (url) {
      return {
        url,
        output: () => written,
        stop: async () => {
          child.kill('SIGINT');
          await exited;
        },
      };
    }
    if (child.exitCode !== null) throw new Error(`The server did not start:\n${written}`);
    await sleep(20);
  }
}
