import type { Json } from '@conversation-attributes/client';

/** Reads JSON without losing digits: a number that no double holds is kept as it was written. */
export function parseExactly(text: string): unknown {
  return JSON.parse(text, (_, value: unknown, context?: { readonly source?: string }) => {
    const { source } = context ?? {};
    if (typeof value !== 'number' || source === undefined || String(value) === source) return value;
    return rawJson?.(source) ?? value;
  });
}

/** Not in every browser, nor in the types yet. */
const rawJson = (JSON as { rawJSON?: (text: string) => unknown }).rawJSON;

/** How a value is shown and edited: a text as it is, anything else as JSON. */
export function formatValue(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Whether two values say the same. The order of an object's names does not count. */
export function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(sort(one)) === JSON.stringify(sort(other));
}

function sort(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sort);
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([name, part]) => [name, sort(part)] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/**
 * Reads what was typed.
 *
 * @param kind - `json` takes any JSON but `null`, `text` takes the characters as they are
 * @returns undefined where it is no JSON, or `null`, which would remove the attribute
 */
export function readValue(typed: string, kind: ValueKind): Exclude<Json, null> | undefined {
  if (kind === 'text') return typed;
  try {
    return (parseExactly(typed) as Json) ?? undefined;
  } catch {
    return undefined;
  }
}

/** How a value is typed. */
export type ValueKind = 'text' | 'json';

/** How a value is best typed. */
export function kindOf(value: unknown): ValueKind {
  return value === undefined || typeof value === 'string' ? 'text' : 'json';
}
