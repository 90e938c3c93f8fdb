/** JSON with the names of objects in order, sets as lists and bytes as text: the same for two values that are the same. */
export function canonical(value: unknown): string {
  return JSON.stringify(plain(value));
}

function plain(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(plain);
  if (value instanceof Set) return [...value].sort();
  if (value instanceof Uint8Array) return Buffer.from(value).toString();
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([name, inner]) => [name, plain(inner)]));
}

const texts = new WeakMap<object, string>();

/** The same of an object that never changes: computed once. */
export function textOf(value: object): string {
  const text = texts.get(value) ?? canonical(value);
  texts.set(value, text);
  return text;
}

const numbers = new Map<string, number>();

/** A number for a text: the same text, the same number. */
export function numberOf(text: string): number {
  const number = numbers.get(text) ?? numbers.size;
  numbers.set(text, number);
  return number;
}
