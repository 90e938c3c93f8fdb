import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findFreePort } from '../free-port.ts';
import { mainClass } from './pom.ts';

/** How long it may take to answer, in milliseconds. */
const MAX_WAIT_MS = 60_000;

/** A DynamoDB Local in a process of its own. */
export interface DynamoDbLocal {
  readonly endpoint: string;
  /** Ends the process. It keeps everything in memory: all is gone then. */
  close(): Promise<void>;
}

/**
 * Starts DynamoDB Local in memory on a free port, without telemetry, and waits until it answers.
 * @param libraries - the directory that `install` gave.
 * @throws Error with what the process wrote, when it ends or does not answer within a minute.
 */
export async function startDynamoDbLocal(libraries: string): Promise<DynamoDbLocal> {
  const port = await findFreePort();
  const options = ['-inMemory', '-sharedDb', '-disableTelemetry', '-port', String(port)];
  const java = [`-Djava.library.path=${libraries}`, '-cp', join(libraries, '*'), mainClass, ...options];
  const server = spawn('java', java, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, DDB_LOCAL_TELEMETRY: '0' },
  });
  let written = '';
  for (const stream of [server.stdout, server.stderr]) stream.on('data', (chunk) => (written += chunk));
  const close = async () => {
    if (hasEnded(server)) return;
    const ended = once(server, 'exit');
    server.kill();
    await ended;
  };
  const endpoint = `http://127.0.0.1:${port}`;
  for (const until = Date.now() + MAX_WAIT_MS; Date.now() < until && !hasEnded(server); await sleep(100)) {
    if (await isAnswering(endpoint)) return { endpoint, close };
  }
  await close();
  throw new Error(`DynamoDB Local does not answer on ${endpoint}. It wrote:\n${written}`);
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

/** It answers a request without credentials with a refusal. */
async function isAnswering(endpoint: string): Promise<boolean> {
  try {
    await (await fetch(endpoint, { signal: AbortSignal.timeout(2_000) })).text();
    return true;
  } catch {
    return false;
  }
}
