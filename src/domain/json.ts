/** A value as canonical JSON text: no spaces, strings escaped by `JSON.stringify`, numbers exactly as they were sent. */
export type JsonText = string & { readonly [jsonText]: true };
declare const jsonText: unique symbol;

/** A parsed JSON value. A number that a double would change is an opaque object that `stringify` writes as it was. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

interface SourceText {
  parse(text: string, reviver: (key: string, value: unknown, context: { source?: string }) => unknown): unknown;
  rawJSON(text: string): Json;
  isRawJSON(value: unknown): boolean;
}
// ECMAScript's "JSON.parse source text access", in Node 22 and later; not yet in TypeScript's library.
const json = JSON as unknown as SourceText;

/** Deeper nesting is cut off before parsing: the reviver of `JSON.parse` recurses, and no limit allows as much. */
const MAX_DEPTH = 100;

/**
 * Parses JSON without losing digits: `1e200`, `2^53+1`, `-0` and `1.10` come out of `stringify` as they went in. What
 * is nested deeper than any limit allows is cut off there.
 *
 * @throws SyntaxError when the text is no JSON.
 */
export function parse(text: string): Json {
  const kept = cutDeepNesting(text);
  // What is cut off must be JSON too.
  if (kept !== text) JSON.parse(text);
  return json.parse(kept, (_key, value, { source }) =>
    typeof value === 'number' && source !== undefined && String(value) !== source ? json.rawJSON(source) : value,
  ) as Json;
}

/** The first member name that an object in a valid JSON text has twice, wherever it is; undefined when there is none. */
export function findDoubledName(text: string): string | undefined {
  /** The names of each object around the place, innermost last; `undefined` for an array. */
  const around: (Set<string> | undefined)[] = [];
  let isName = false;
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (character === '{') around.push(new Set());
    else if (character === '[') around.push(undefined);
    else if (character === '}' || character === ']') around.pop();
    if (character === '"') {
      const end = findEndOfString(text, i);
      const names = around.at(-1);
      if (names && isName) {
        const name = JSON.parse(text.slice(i, end + 1)) as string;
        if (names.has(name)) return name;
        names.add(name);
      }
      i = end;
    }
    if (character === '{' || character === ',') isName = true;
    else if (character === ':') isName = false;
  }
  return undefined;
}

/** Where the string that begins at a quotation mark ends. */
function findEndOfString(text: string, start: number): number {
  let end = start + 1;
  while (end < text.length && text[end] !== '"') end += text[end] === '\\' ? 2 : 1;
  return end;
}

/** The canonical text of a value. */
export function stringify(value: Json): JsonText {
  return JSON.stringify(value) as JsonText;
}

/** One text for all JSON texts of one value: the order of members does not matter, every digit of a number does. */
export function canonicalize(value: Json, writeScalar: (scalar: Json) => string = stringify): string {
  if (Array.isArray(value)) return `[${value.map((inner: Json) => canonicalize(inner, writeScalar)).join()}]`;
  if (!isObject(value)) return writeScalar(value);
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, inner]) => `${JSON.stringify(name)}:${canonicalize(inner, writeScalar)}`).join()}}`;
}

/**
 * Whether two JSON texts say the same: the order of members does not matter, nor how a number is written. `1.10` is
 * `1.1`, which most programs make of it; 2^53 and 2^53+1 are two.
 */
export function saySame(one: JsonText, other: JsonText): boolean {
  if (one === other) return true;
  const [a, b] = [one, other].map((text) => canonicalize(parse(text), writeDecimal));
  return a === b;
}

/** A scalar as JSON, a number as its significant digits and the power of ten. */
function writeDecimal(scalar: Json): string {
  const text = stringify(scalar);
  const [, sign, whole, fraction = '', exponent = '0'] = /^(-?)(\d+)(?:\.(\d+))?(?:e(.+))?$/i.exec(text) ?? [];
  if (whole === undefined) return text;
  const digits = `${whole}${fraction}`.replace(/^0+/, '');
  const significant = digits.replace(/0+$/, '');
  const power = Number(exponent) - fraction.length + digits.length - significant.length;
  return significant === '' ? '0' : `${sign}${significant}e${power}`;
}

/** Whether a value is a JSON object: not an array, not a number kept as text. */
export function isObject(value: unknown): value is { readonly [name: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !json.isRawJSON(value);
}

/** The type of a value in JSON's words. */
export function typeOf(value: Json): 'string' | 'number' | 'boolean' | 'null' | 'array' | 'object' {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value !== 'object') return typeof value as 'string' | 'number' | 'boolean';
  return isObject(value) ? 'object' : 'number';
}

/** The same in a sentence: "a string", "an object". */
export function describeType(value: Json): string {
  const type = typeOf(value);
  return type === 'null' ? type : `${/^[ao]/.test(type) ? 'an' : 'a'} ${type}`;
}

/** Whether a value has more than `limit` objects and arrays inside one another. Stops as soon as it knows. */
export function isDeeperThan(limit: number, value: Json): boolean {
  if (typeof value !== 'object' || value === null || json.isRawJSON(value)) return false;
  if (limit === 0) return true;
  return Object.values(value).some((inner) => isDeeperThan(limit - 1, inner));
}

/**
 * Whether a value is, or has in it, a number that no double (IEEE 754) holds: beyond 1.8e308, or nearer to 0 than 5e-324
 * without being 0. Most readers would lose it.
 */
export function overflowsDouble(value: Json): boolean {
  if (typeOf(value) === 'number') return isOutOfDoubleRange(stringify(value));
  return typeof value === 'object' && value !== null && Object.values(value).some(overflowsDouble);
}

function isOutOfDoubleRange(number: string): boolean {
  const read = Number(number);
  if (read !== 0) return !Number.isFinite(read);
  // 0e999 is 0, whatever its exponent.
  const [digits = ''] = number.split(/e/i);
  return /[1-9]/.test(digits);
}

/**
 * Whether a value is an integer, as in JSON Schema: 5.0 and 500e-2 are. Seen in the digits, since a double rounds
 * 5.00000000000000000001.
 */
export function isInteger(value: Json): boolean {
  if (typeOf(value) !== 'number') return false;
  const number = stringify(value);
  const [, whole = '', fraction = '', exponent = '0'] = /^-?(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/i.exec(number) ?? [];
  const digits = whole + fraction;
  let significant = digits.length;
  // A regular expression would look at every run of zeros anew.
  while (significant > 0 && digits[significant - 1] === '0') significant -= 1;
  return significant === 0 || significant <= whole.length + Number(exponent);
}

/** The length of a text in UTF-8 bytes. */
export function countUtf8Bytes(text: string): number {
  return Buffer.byteLength(text, 'utf8');
}

/** A JSON text with empty arrays for what is nested deeper than `MAX_DEPTH`. */
function cutDeepNesting(text: string): string {
  let depth = 0;
  let inString = false;
  let kept = '';
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (inString) {
      if (character === '\\') i++;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === '{' || character === '[') {
      if (++depth === MAX_DEPTH + 1) kept += `${text.slice(start, i)}[]`;
    } else if (character === '}' || character === ']') {
      if (depth-- === MAX_DEPTH + 1) start = i + 1;
    }
  }
  return kept + text.slice(start);
}
