/**
 * A value that is read once and kept, and read again once it is as old as it may be. Its age counts from the moment at which its
 * read began. Who asks while a read is under way gets what that one gives.
 */
export class FreshValue<Value> {
  readonly #read: () => Promise<Value>;
  readonly #maxAgeMs: number;
  readonly #now: () => number;
  #kept: { readonly value: Promise<Value>; readonly from: number } | undefined;

  /** @param now - the time by the clock on the wall: one that only counts while the container runs would stand still when it is frozen */
  constructor(read: () => Promise<Value>, maxAgeMs: number, now: () => number) {
    this.#read = read;
    this.#maxAgeMs = maxAgeMs;
    this.#now = now;
  }

  /** The value, younger than it may be at most. @throws what its read throws; then the next one reads again */
  get(): Promise<Value> {
    const now = this.#now();
    if (this.#kept && Math.abs(now - this.#kept.from) < this.#maxAgeMs) return this.#kept.value;
    const kept = { value: this.#read(), from: now };
    this.#kept = kept;
    kept.value.catch(() => {
      if (this.#kept === kept) this.#kept = undefined;
    });
    return kept.value;
  }

  /** The next one reads again. */
  forget(): void {
    this.#kept = undefined;
  }
}
