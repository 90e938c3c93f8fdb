import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Gets what a file lists, once for each content of the file.
 * @param cache - where it is kept from one time to the next.
 * @param list - the path of the file.
 * @param make - gets it into a directory, which gets another name when it is whole.
 * @returns the directory.
 */
export async function installOnce(
  cache: string,
  list: string,
  make: (directory: string) => Promise<unknown>,
): Promise<string> {
  const version = createHash('sha256')
    .update(await readFile(list))
    .digest('hex')
    .slice(0, 12);
  const home = join(cache, version);
  if (existsSync(home)) return home;
  const draft = `${home}-${process.pid}`;
  await mkdir(cache, { recursive: true });
  try {
    await make(draft);
    // Whole or not at all.
    await rename(draft, home);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    // Another process was faster.
    if (!existsSync(home)) throw error;
  }
  return home;
}
