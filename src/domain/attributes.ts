import {
  countUtf8Bytes,
  describeType,
  isDeeperThan,
  type Json,
  type JsonText,
  overflowsDouble,
  stringify,
} from '#domain/json.ts';
import { limits } from '#domain/limits.ts';
import type { Violations } from '#domain/refusal.ts';

/** Attributes by name. A `Map`, since `__proto__` and `constructor` are names like any other. */
export type Attributes = ReadonlyMap<string, JsonText>;

/** Changes by name: a value replaces the old one whole, `null` removes it. */
export type AttributeChanges = ReadonlyMap<string, JsonText | null>;

/** Which attribute values a request may have. */
export interface AttributeRules {
  /** `string` for flows and secured attributes, `json` for any value except null. */
  readonly values: 'json' | 'string';
  /** Whether `null` removes a name. If not, it is refused as a value. */
  readonly removals: boolean;
}

/** Reads the attributes of a request, and notes every name and value that breaks a limit. */
export function readAttributes(
  attributes: { readonly [name: string]: Json },
  rules: AttributeRules,
  violations: Pick<Violations, 'malformed' | 'unprocessable'>,
): AttributeChanges {
  const changes = new Map<string, JsonText | null>();
  for (const [name, value] of Object.entries(attributes)) {
    const wrongName = whyNotName(name);
    if (wrongName) violations.malformed(name, wrongName);
    if (value === null && rules.removals) changes.set(name, null);
    else {
      const wrongValue = whyNotValue(value, rules.values);
      if (wrongValue) violations.unprocessable(name, wrongValue);
      else changes.set(name, stringify(value));
    }
  }
  return changes;
}

/**
 * Characters that show nothing: blanks, joiners, marks of direction, fillers and noncharacters; also the blanks of
 * Braille, of Egyptian hieroglyphs and of musical notes, and the filler of Khitan.
 */
export const INVISIBLE_CHARACTERS =
  '\\s\\p{Z}\\p{Cf}\\p{Default_Ignorable_Code_Point}\\p{Noncharacter_Code_Point}\\u2800\\u{13441}\\u{13442}\\u{16FE4}\\u{1D159}';

const BLANK_NAME = new RegExp(`^[${INVISIBLE_CHARACTERS}]*$`, 'u');

/** Why a text can't be the name of an attribute, or undefined when it can. */
export function whyNotName(name: string): string | undefined {
  if (!name.isWellFormed()) return 'the name has a lone surrogate; it must be well-formed Unicode';
  if (BLANK_NAME.test(name)) return 'the name is blank; it must have a visible character';
  if (/\p{Cc}/u.test(name)) return 'the name has a control character; it must have none';
  const bytes = countUtf8Bytes(name);
  if (bytes > limits.nameBytes) return `the name has ${bytes} bytes; it may have ${limits.nameBytes} (limit: name)`;
  return undefined;
}

/** Why a value can't be that of an attribute, or undefined when it can. */
export function whyNotValue(value: Json, values: AttributeRules['values']): string | undefined {
  if (values === 'string' && typeof value !== 'string')
    return `the value is ${describeType(value)}; it must be a string`;
  if (value === null) return 'the value is null; it must be a string, number, boolean, array or object';
  if (isDeeperThan(limits.valueDepth, value)) {
    return `the value is nested deeper than ${limits.valueDepth} objects and arrays (limit: depth)`;
  }
  const bytes = countUtf8Bytes(stringify(value));
  if (bytes > limits.valueBytes) {
    return `the value has ${bytes} bytes as JSON; it may have ${limits.valueBytes} (limit: value)`;
  }
  if (overflowsDouble(value)) {
    return 'the value has a number that no double holds: it must be smaller than 1.8e308, and 0 or no nearer to 0 than 5e-324';
  }
  return undefined;
}

/** The attributes after changes. */
export function applyAttributeChanges<Value>(
  attributes: ReadonlyMap<string, Value>,
  changes: ReadonlyMap<string, Value | null>,
): ReadonlyMap<string, Value> {
  const merged = new Map(attributes);
  for (const [name, value] of changes) {
    if (value === null) merged.delete(name);
    else merged.set(name, value);
  }
  return merged;
}

/** What names and values count against the limit of a conversation, in bytes. A removal counts as its name. */
export function countBytes(attributes: AttributeChanges): number {
  let bytes = 0;
  for (const [name, value] of attributes) bytes += countUtf8Bytes(name) + (value === null ? 0 : countUtf8Bytes(value));
  return bytes;
}

/** Notes names in a query that can't be attributes. */
export function checkNames(names: readonly string[], violations: Violations): void {
  for (const name of names) {
    const reason = whyNotName(name);
    if (reason) violations.malformed(name, reason);
  }
  checkNameCount(names.length, violations);
}

/** Notes too many names, counted over all that a request names. */
export function checkNameCount(count: number, violations: Violations): void {
  const reason = whyTooManyNames(count);
  if (reason) violations.unprocessable('attributes', reason);
}

/** Why a request can't have so many names, or undefined when it can. */
export function whyTooManyNames(count: number): string | undefined {
  if (count <= limits.namesPerRequest) return undefined;
  return `the request has ${count} names; it may have ${limits.namesPerRequest} (limit: names per request)`;
}
