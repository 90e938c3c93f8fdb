import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** How a program is run. */
export interface RunOptions {
  readonly cwd: string;
  /** Added to the environment; undefined takes a variable out of it. */
  readonly env?: NodeJS.ProcessEnv;
}

/**
 * Runs a program to its end.
 * @returns what it wrote to its output.
 * @throws Error with all that it wrote, unless it ends well.
 */
export async function run(program: string, args: readonly string[], { cwd, env }: RunOptions): Promise<string> {
  const child = spawn(program, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let [said, all] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
    all += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    all += text;
  });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`${program} ${args.join(' ')} ends with ${code}:\n${all}`);
  return said;
}
