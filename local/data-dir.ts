import { randomUUID } from 'node:crypto';
import { chmod, link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inMemory, StartError } from './config.ts';

/** Makes sure that the directory is there, for the user alone. @throws StartError when it cannot be made. */
export async function openDataDir(dataDir: string): Promise<void> {
  if (dataDir === inMemory) return;
  try {
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
  } catch (cause) {
    const problem = cause instanceof Error ? cause.message : String(cause);
    throw new StartError(`DATA_DIR "${dataDir}" cannot be used: ${problem}. Name a directory that you may write to.`);
  }
}

/**
 * Gives the text of a secret file of the data directory, which only the user may read (mode 0600), and makes it at the first start.
 * It appears whole or not at all, also when two servers start at once: the second takes what the first made.
 * @param dataDir - `memory` makes a new text each time and keeps nothing.
 */
export async function keepSecret(dataDir: string, name: string, make: () => string | Promise<string>): Promise<string> {
  if (dataDir === inMemory) return make();
  const path = join(dataDir, name);
  return (await read(path)) ?? (await create(path, await make()));
}

async function create(path: string, text: string): Promise<string> {
  const draft = `${path}.${randomUUID()}`;
  try {
    await writeFile(draft, text, { mode: 0o600, flag: 'wx', flush: true });
    await link(draft, path);
    return text;
  } catch (error) {
    const winner = await read(path);
    if (winner === undefined) throw error;
    return winner;
  } finally {
    await rm(draft, { force: true });
  }
}

async function read(path: string): Promise<string | undefined> {
  try {
    const text = await readFile(path, 'utf8');
    // A copy or a restored backup may have lost the mode.
    await chmod(path, 0o600);
    return text;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
