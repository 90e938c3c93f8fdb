import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** Why this machine has no Java to compile with, or undefined when it has. */
export async function explainNoJava(): Promise<string | undefined> {
  return (await missing('javac', '-version')) ?? (await missing('mvn', '--version'));
}

/** Why this machine has no Go, or undefined when it has; it also needs what generates, which runs on Java. */
export async function explainNoGo(): Promise<string | undefined> {
  return (await missing('go', 'version')) ?? (await explainNoJava());
}

async function missing(program: string, option: string): Promise<string | undefined> {
  return execute(program, [option]).then(
    () => undefined,
    () => `there is no ${program} on the PATH`,
  );
}
