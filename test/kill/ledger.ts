/** What callers know of the attributes of one owner: which values must be there, and which may be. */
export class Ledger {
  readonly #acknowledged = new Map<string, string>();
  readonly #unanswered = new Map<string, Set<string>>();

  /** Attributes are on their way. Of each name one write is under way at a time. */
  sent(attributes: Readonly<Record<string, string>>): void {
    for (const [name, value] of Object.entries(attributes)) {
      const values = this.#unanswered.get(name) ?? new Set();
      this.#unanswered.set(name, values.add(value));
    }
  }

  /** They were acknowledged: what was there before, or may have been, is overwritten. */
  acknowledged(attributes: Readonly<Record<string, string>>): void {
    for (const [name, value] of Object.entries(attributes)) {
      this.#acknowledged.set(name, value);
      this.#unanswered.delete(name);
    }
  }

  /** They were refused: nothing of them may be there. */
  refused(attributes: Readonly<Record<string, string>>): void {
    for (const [name, value] of Object.entries(attributes)) this.#unanswered.get(name)?.delete(value);
  }

  /** How many names have an acknowledged value. */
  get size(): number {
    return this.#acknowledged.size;
  }

  /** What is wrong with attributes that were read, in words; nothing when they are as callers were told. */
  wrongIn(attributes: Readonly<Record<string, unknown>>): readonly string[] {
    const names = new Set([...Object.keys(attributes), ...this.#acknowledged.keys()]);
    return [...names].flatMap((name) => {
      const there = attributes[name];
      const must = this.#acknowledged.get(name);
      const may = [...(this.#unanswered.get(name) ?? [])];
      if (there === must || may.some((value) => value === there)) return [];
      return [`${name} is ${there}; it was acknowledged as ${must}, and ${may.join(', ') || 'nothing'} sent since`];
    });
  }
}
