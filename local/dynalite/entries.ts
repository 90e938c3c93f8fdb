/** A part of the keys, from one end to the other. Keys are in ASCII. */
export interface Range {
  readonly gt?: string | undefined;
  readonly gte?: string | undefined;
  readonly lt?: string | undefined;
  readonly lte?: string | undefined;
  /** From the end. @default false */
  readonly reverse?: boolean | undefined;
}

/** What is written under a key; undefined: nothing any more. */
export type Change = readonly [key: string, text: string | undefined];

/** Texts under keys, in the order of the keys: what a store lies on. */
export interface Entries {
  get(key: string): string | undefined;
  /** Writes all of it or nothing, and tells when it is written: at once, or later. */
  write(changes: readonly Change[], done: (error: unknown) => void): void;
  /** Reads until it is told that it is enough, and tells when it was the last. */
  read(
    range: Range,
    take: (entry: readonly [key: string, text: string]) => boolean,
    done: (error: unknown) => void,
  ): void;
  close(): Promise<void>;
}

/** Entries in memory. */
export class MemoryEntries implements Entries {
  readonly #texts = new Map<string, string>();
  /** In their order. */
  readonly #keys: string[] = [];

  get(key: string): string | undefined {
    return this.#texts.get(key);
  }

  write(changes: readonly Change[], done: (error: unknown) => void): void {
    for (const [key, text] of changes) {
      const isThere = this.#texts.has(key);
      if (text !== undefined) this.#texts.set(key, text);
      else this.#texts.delete(key);
      if (text === undefined && isThere) this.#keys.splice(this.#countBelow(key), 1);
      if (text !== undefined && !isThere) this.#keys.splice(this.#countBelow(key), 0, key);
    }
    done(undefined);
  }

  read(range: Range, take: (entry: readonly [string, string]) => boolean, done: (error: unknown) => void): void {
    const { gt, gte, lt, lte } = range;
    const from = gte !== undefined ? this.#countBelow(gte) : gt !== undefined ? this.#countUpTo(gt) : 0;
    const to = lte !== undefined ? this.#countUpTo(lte) : lt !== undefined ? this.#countBelow(lt) : this.#keys.length;
    const keys = this.#keys.slice(from, to);
    if (range.reverse) keys.reverse();
    keys.every((key) => take([key, this.#texts.get(key) ?? '']));
    done(undefined);
  }

  async close(): Promise<void> {}

  #countUpTo(key: string): number {
    return this.#countBelow(key) + (this.#texts.has(key) ? 1 : 0);
  }

  #countBelow(key: string): number {
    let [low, high] = [0, this.#keys.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#keys[middle] as string) < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
