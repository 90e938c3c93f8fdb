/** JSON with the names of objects in order, maps as objects, sets as lists and bytes as text: the same for two values that are the same. */
export function canonical(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (value instanceof Map) return canonical(Object.fromEntries(value));
  if (value instanceof Set) return canonical([...value].sort());
  if (value instanceof Uint8Array) return canonical(Buffer.from(value).toString('base64'));
  const there = Object.entries(value).filter(([, inner]) => inner !== undefined);
  const texts = there.map(([name, inner]) => `${JSON.stringify(name)}:${canonical(inner)}`);
  return `{${texts.sort().join()}}`;
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
