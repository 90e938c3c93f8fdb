/** How the value of a context key is read. */
export interface Key<T> {
  /** What would be right, for whoever gave something else. */
  readonly right: string;
  /** The value from its text, or undefined when the text is not right. */
  readonly read: (text: string) => T | undefined;
  /** The value of a key that was not given. */
  readonly fallback: T;
}

/** A text of a pattern. */
export function text<T extends string | undefined>(pattern: RegExp, right: string, fallback: T): Key<string | T> {
  return { right, fallback, read: (value) => (pattern.test(value) ? value : undefined) };
}

/** A whole number between two, both of them included. */
export function whole<T extends number | undefined>(from: number, to: number, fallback: T): Key<number | T> {
  const read = (value: string) => (/^\d+$/.test(value) && +value >= from && +value <= to ? +value : undefined);
  return { right: `a whole number from ${from} to ${to}`, fallback, read };
}

/** One of these values, as JavaScript writes it. */
export function oneOf<T>(values: readonly T[], fallback: T): Key<T> {
  const read = (value: string) => values.find((candidate) => String(candidate) === value);
  return { right: `one of ${values.join(', ')}`, fallback, read };
}
