import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { installOnce } from './install-once.ts';

const execute = promisify(execFile);

/** Why this machine can't make a virtual environment of Python, or undefined when it can. */
export async function explainNoPython(): Promise<string | undefined> {
  try {
    const { stdout } = await execute('python3', ['-c', 'import sys, venv, ensurepip; print(*sys.version_info[:2])']);
    const [major = 0, minor = 0] = stdout.trim().split(' ').map(Number);
    return major === 3 && minor >= 10
      ? undefined
      : `the Python on the PATH is ${major}.${minor}: it needs 3.10 or newer`;
  } catch {
    return 'there is no Python 3.10 or newer with venv on the PATH';
  }
}

/**
 * Gets packages from PyPI, once for each list of requirements, into a virtual environment of their own.
 * @param cache - where it is kept from one time to the next.
 * @param requirements - the path of the list.
 * @returns the Python that has them. Scripts know their directory by a name that it has no more: run modules, `-m`.
 * @throws Error with what pip said.
 */
export async function installFromPyPi(cache: string, requirements: string): Promise<string> {
  const pythonIn = (directory: string) => join(directory, 'bin', 'python');
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements];
  const home = await installOnce(cache, requirements, async (directory) => {
    await execute('python3', ['-m', 'venv', directory]);
    await execute(pythonIn(directory), pip).catch((error: Error & { readonly stderr?: string }) => {
      throw new Error(`pip could not get what ${requirements} lists: ${error.stderr?.trim() || error}`);
    });
  });
  return pythonIn(home);
}
