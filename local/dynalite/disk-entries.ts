import { ClassicLevel } from 'classic-level';
import type { Change, Entries, Range } from './entries.ts';

/** How many entries are read at a time. */
const PORTION = 100;

/** Entries in the files of LevelDB, which keeps to the directory alone. */
export class DiskEntries implements Entries {
  readonly #level: ClassicLevel;

  private constructor(level: ClassicLevel) {
    this.#level = level;
  }

  /** @throws Error of LevelDB, with its `cause` */
  static async open(directory: string): Promise<DiskEntries> {
    const level = new ClassicLevel(directory);
    await level.open();
    return new DiskEntries(level);
  }

  get(key: string): string | undefined {
    return this.#level.getSync(key);
  }

  write(changes: readonly Change[], done: (error: unknown) => void): void {
    const operations = changes.map(([key, value]) =>
      value === undefined ? ({ type: 'del', key } as const) : ({ type: 'put', key, value } as const),
    );
    settle(this.#level.batch(operations), done);
  }

  read(range: Range, take: (entry: readonly [string, string]) => boolean, done: (error: unknown) => void): void {
    settle(this.#read(range, take), done);
  }

  async #read(range: Range, take: (entry: readonly [string, string]) => boolean): Promise<void> {
    const given = Object.fromEntries(Object.entries(range).filter(([, value]) => value !== undefined));
    const iterator = this.#level.iterator(given);
    try {
      let entries = await iterator.nextv(PORTION);
      while (entries.length > 0 && entries.every(take)) entries = await iterator.nextv(PORTION);
    } finally {
      await iterator.close();
    }
  }

  /** Waits for what is under way. */
  close(): Promise<void> {
    return this.#level.close();
  }
}

/** Tells of an outcome outside of the promise, which would take for its own what is thrown then. */
function settle(outcome: Promise<void>, done: (error: unknown) => void): void {
  outcome.then(
    () => queueMicrotask(() => done(undefined)),
    (error: unknown) => queueMicrotask(() => done(error)),
  );
}
