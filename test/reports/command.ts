import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';

const script = resolve(import.meta.dirname, '../../commands/contact-log.ts');

/** What a run of the command came to. */
export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Options of Node.js. */
  readonly node?: readonly string[];
  /** Told when it has started. */
  readonly started?: (kill: (signal: NodeJS.Signals) => void) => void;
}

/** Runs `npm run contact-log` with these arguments, without npm. */
export async function contactLogCommand(
  args: readonly string[],
  { env = {}, node = [], started = () => undefined }: RunOptions = {},
): Promise<Run> {
  const command = spawn(process.execPath, [...node, script, ...args], { env: { ...process.env, ...env } });
  started((signal) => command.kill(signal));
  const [[code], stdout, stderr] = await Promise.all([
    once(command, 'close'),
    text(command.stdout),
    text(command.stderr),
  ]);
  return { code, stdout, stderr };
}

/** Of the context of a test: with tests at once, only that knows whose end it is. */
type OnTestFinished = (work: () => void | Promise<void>) => void;

/** A directory of a test's own. */
export async function newDirectory(
  onTestFinished: OnTestFinished,
): Promise<{ readonly file: string; list(): Promise<readonly string[]> }> {
  const directory = await mkdtemp(join(tmpdir(), 'contact-log-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  return { file: join(directory, 'log.csv'), list: () => readdir(directory) };
}

/** A request that the stand-in got. */
export interface Got {
  readonly path: string;
  readonly authorization: string;
  readonly at: number;
}

type Answerer = (request: IncomingMessage, response: ServerResponse, number: number) => void;

/** Answers requests for pages as a test says, with their number from 1; tokens are `token-1`, `token-2`, ... */
export async function standIn(onTestFinished: OnTestFinished, answer: Answerer, expiresIn = 3600) {
  const tokens: Got[] = [];
  const pages: Got[] = [];
  const server = createServer((request, response) => {
    const { url: path = '', headers } = request;
    const got = { path, authorization: headers.authorization ?? '', at: performance.now() };
    if (path !== '/oauth/token') answer(request, response, pages.push(got));
    else json(response, 200, { access_token: `token-${tokens.push(got)}`, expires_in: expiresIn });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, tokens, pages };
}

/** Answers with JSON. */
export function json(response: ServerResponse, status: number, body: object, headers = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

/** A page with one conversation, and with a token unless it is the last. */
export function pageOf(number: number, isLast = false): object {
  const [startTime, endTime] = ['2026-03-01T00:00:00.000Z', '2026-03-01T00:01:00.000Z'];
  const conversation = { id: `c${number}`, type: 'voice', startTime, endTime, data: { [`name${number}`]: number } };
  return { conversations: [conversation], ...(!isLast && { nextToken: `after-${number}` }) };
}
