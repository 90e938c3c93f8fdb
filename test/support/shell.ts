import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { run } from './run.ts';

const root = resolve(import.meta.dirname, '../..');

/** Whether this machine has the shell that the lines on the pages are for, and what they use: the product needs neither. */
export const hasShell = await promisify(execFile)('bash', ['-c', 'curl --version && sed --version']).then(
  () => true,
  () => false,
);

/** Whether this machine makes terminals by the command `script`, as that of util-linux does. */
export const hasTerminal = await promisify(execFile)('script', ['--version']).then(
  ({ stdout }) => stdout.includes('util-linux'),
  () => false,
);

/** Where lines are run. */
export interface ShellOptions {
  /** @default the root of the repository */
  readonly cwd?: string;
  /** Added to the environment; undefined takes a variable out of it. */
  readonly env?: NodeJS.ProcessEnv;
}

/** Runs lines for the shell, until one fails. @returns what they wrote to their output. @throws Error with all that they wrote */
export function runShell(lines: string, { cwd = root, ...options }: ShellOptions = {}): Promise<string> {
  return run('bash', ['-ec', lines], { cwd, ...options });
}

/** What goes on until it is ended. */
export interface Running {
  /** What the groups of the pattern have found in what it wrote. */
  readonly found: readonly string[];
  /** All that it has written so far. */
  output(): string;
  /** Ends it as Ctrl-C does. */
  stop(): Promise<void>;
}

/**
 * Starts lines for the shell that go on until they are ended, and waits until a pattern is in what they write.
 * @throws Error with all that they wrote, if they end before
 */
export async function startShell(
  lines: string,
  pattern: RegExp,
  { cwd = root, env }: ShellOptions = {},
): Promise<Running> {
  // In a group of its own, as on a terminal: Ctrl-C reaches all that it has started.
  const options = { cwd, env: { ...process.env, ...env }, detached: true } as const;
  const child = spawn('bash', ['-ec', lines], { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(child, 'close');
  let written = '';
  const found = await new Promise<readonly string[]>((resolveFound, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        written += text;
        const [, ...groups] = pattern.exec(written) ?? [];
        if (groups.length > 0) resolveFound(groups);
      });
    }
    child.on('close', () => reject(new Error(`${lines} ends:\n${written}`)));
  });
  return {
    found,
    output: () => written,
    stop: async () => {
      process.kill(-(child.pid ?? 0), 'SIGINT');
      await ended;
    },
  };
}
