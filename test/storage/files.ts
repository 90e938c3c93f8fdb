import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { canariesIn } from './canaries.ts';

/** The part of LevelDB that is used here. */
interface Database {
  open(): Promise<void>;
  close(): Promise<void>;
  compactRange(start: Uint8Array, end: Uint8Array): Promise<void>;
  iterator(): AsyncIterable<[Uint8Array, Uint8Array]>;
}

/** LevelDB as dynalite has it: the files must be read by what has written them. */
const { Level }: { Level: new (path: string, options: object) => Database } = createRequire(
  createRequire(import.meta.url).resolve('dynalite'),
)('level');

/** The canaries in the bytes of all files of a directory, with its directories. */
export async function canariesInFiles(directory: string): Promise<ReadonlySet<string>> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const found = await Promise.all(files.map(async (one) => canariesIn(await readFile(join(one.parentPath, one.name)))));
  return new Set(found.flatMap((canaries) => [...canaries]));
}

/**
 * Compacts a database that nobody has open, so that its files hold no entry that was overwritten or deleted, and gives the
 * canaries in its entries. Blocks may be compressed (Snappy), where a search for bytes can miss a text: entries are read
 * decoded, and files that are written now are not compressed.
 */
export async function compact(directory: string): Promise<ReadonlySet<string>> {
  const database = new Level(directory, { keyEncoding: 'view', valueEncoding: 'view', compression: false });
  await database.open();
  try {
    await database.compactRange(new Uint8Array(), new Uint8Array(64).fill(0xff));
    const found = new Set<string>();
    for await (const entry of database.iterator()) {
      for (const part of entry) for (const one of canariesIn(part)) found.add(one);
    }
    return found;
  } finally {
    await database.close();
  }
}
