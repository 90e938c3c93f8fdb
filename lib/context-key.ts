/** How the value of a context key is read. */
export interface Key<T> {
  /** What would be right: part of the message when something else was given. */
  readonly right: string;
  /**
   * The value, from text of the command line or JSON of cdk.json; undefined when it is not right.
   *
   * @throws Error naming the part of the value that is not right, where it has parts
   */
  readonly read: (given: unknown, key: string) => T | undefined;
  /** The value of a key that was not given. */
  readonly fallback: T;
}

/** Reads text, and what JSON gives as a number or the like, but no object. */
export function fromText<T>(read: (value: string) => T | undefined): Key<T>['read'] {
  return (given) => (typeof given === 'object' ? undefined : read(String(given)));
}

/** A text of a pattern. */
export function text<T extends string | undefined>(pattern: RegExp, right: string, fallback: T): Key<string | T> {
  return { right, fallback, read: fromText((value) => (pattern.test(value) ? value : undefined)) };
}

/** A whole number between two, both of them included. */
export function whole<T extends number | undefined>(from: number, to: number, fallback: T): Key<number | T> {
  const read = fromText((value) => (/^\d+$/.test(value) && +value >= from && +value <= to ? +value : undefined));
  return { right: `a whole number from ${from} to ${to}`, fallback, read };
}

/** One of these values, as JavaScript writes it. */
export function oneOf<T>(values: readonly T[], fallback: T): Key<T> {
  const read = fromText((value) => values.find((candidate) => String(candidate) === value));
  return { right: `one of ${values.join(', ')}`, fallback, read };
}
