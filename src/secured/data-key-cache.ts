/** Bounds of a {@link DataKeyCache}. */
export interface CacheLimits {
  /** Milliseconds after its load that a key is used at most. @default 5 minutes */
  readonly maxAge?: number;
  /** Keys held at most; the oldest goes first. @default 1,000 */
  readonly maxEntries?: number;
}

interface Entry {
  readonly dataKey: Uint8Array;
  readonly loadedAt: number;
  readonly timer: NodeJS.Timeout;
}

/**
 * Plaintext data keys in memory, by their internal random id, so that KMS is called once for many values. A key that
 * leaves the cache is overwritten with zeros.
 */
export class DataKeyCache {
  readonly #now: () => number;
  readonly #maxAge: number;
  readonly #maxEntries: number;
  /** In the order of loading, so the first is the oldest. */
  readonly #entries = new Map<string, Entry>();
  readonly #loading = new Map<string, Promise<void>>();

  /** @param now milliseconds of a clock that goes on while a container is frozen, as `Date.now`. */
  constructor(now: () => number, { maxAge = 5 * 60_000, maxEntries = 1_000 }: CacheLimits = {}) {
    this.#now = now;
    this.#maxAge = maxAge;
    this.#maxEntries = maxEntries;
  }

  /** Keys held now. */
  get size(): number {
    return this.#entries.size;
  }

  /**
   * Calls `action` with the data key, loading it if need be. Calls that want one key at once share one load; a load
   * that fails is not remembered.
   *
   * @param load asks KMS; the cache owns the array that it gives, and wipes it.
   * @param action synchronous, and keeps no reference: the key may be wiped as soon as it returns.
   * @throws whatever `load` or `action` throws.
   */
  async use<T>(keyId: string, load: () => Promise<Uint8Array>, action: (dataKey: Uint8Array) => T): Promise<T> {
    for (;;) {
      const entry = this.#findFresh(keyId);
      if (entry) return action(entry.dataKey);
      // Looked up again after the load: with many at once, it may already have been pushed out and wiped.
      await this.#load(keyId, load);
    }
  }

  #findFresh(keyId: string): Entry | undefined {
    const entry = this.#entries.get(keyId);
    if (!entry) return undefined;
    const age = this.#now() - entry.loadedAt;
    // A clock that was set back says nothing of the age.
    if (age >= 0 && age < this.#maxAge) return entry;
    this.#remove(keyId);
    return undefined;
  }

  #load(keyId: string, load: () => Promise<Uint8Array>): Promise<void> {
    const underWay = this.#loading.get(keyId);
    if (underWay !== undefined) return underWay;
    const loading = load()
      .then((dataKey) => this.#store(keyId, dataKey))
      .finally(() => this.#loading.delete(keyId));
    this.#loading.set(keyId, loading);
    return loading;
  }

  #store(keyId: string, dataKey: Uint8Array): void {
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size < this.#maxEntries) break;
      this.#remove(oldest);
    }
    // The timer wipes a key that is not asked for again; the clock decides in a container that was frozen meanwhile.
    const timer = setTimeout(() => this.#remove(keyId), this.#maxAge).unref();
    this.#entries.set(keyId, { dataKey, loadedAt: this.#now(), timer });
  }

  #remove(keyId: string): void {
    const entry = this.#entries.get(keyId);
    if (!entry) return;
    clearTimeout(entry.timer);
    entry.dataKey.fill(0);
    this.#entries.delete(keyId);
  }
}
