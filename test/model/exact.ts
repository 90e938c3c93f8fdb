import { isDeepStrictEqual } from 'node:util';

/** A number as the decimal that its text means: `1.10` and `11e-1` are one, 2^53 and 2^53+1 are two. */
class Decimal {
  readonly text: string;

  constructor(source: string) {
    const [, sign = '', whole = '', fraction = '', exponent = '0'] =
      /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(source) ?? [];
    const digits = `${whole}${fraction}`.replace(/^0+/, '');
    const significant = digits.replace(/0+$/, '');
    const power = Number(exponent) - fraction.length + digits.length - significant.length;
    this.text = significant === '' ? '0' : `${sign}${significant}e${power}`;
  }
}

/** A number as it was written. */
class Source {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** Fields whose arrays are sets: the contract says nothing of their order. */
const sets: ReadonlySet<string> = new Set([
  'pending',
  'flushed',
  'notSet',
  'names',
  'accepted',
  'dropped',
  'secured',
  'pendingSecured',
]);

type Reviver = (key: string, value: unknown, context: { source?: string }) => unknown;
const parse = JSON.parse as (text: string, reviver: Reviver) => unknown;

/** A JSON text in the one form that all texts of the same value have: to compare answers without losing digits. */
export function canonical(text: string): string {
  return write(parseExactly(text));
}

/** A JSON text with the members of every object in one order, and each number as it was written. */
export function inOneOrder(text: string): string {
  return write(parse(text, (_, value, { source = '' }) => (typeof value === 'number' ? new Source(source) : value)));
}

/** Whether the text of a number means an integer: `5.0` and `50e-1` do. */
export function isInteger(text: string): boolean {
  return !canonical(text).includes('e-');
}

/** The elements of an array that an object has in a field, each in its canonical form. */
export function canonicalElements(text: string, field: string): readonly string[] {
  const { [field]: elements = [] } = parseExactly(text) as Readonly<Record<string, readonly unknown[]>>;
  return elements.map((element) => write(element));
}

function parseExactly(text: string): unknown {
  return parse(text, (_, value, { source = '' }) => (typeof value === 'number' ? new Decimal(source) : value));
}

function write(value: unknown, field = ''): string {
  if (value instanceof Decimal || value instanceof Source) return value.text;
  if (Array.isArray(value)) {
    const parts = value.map((part) => write(part));
    return `[${sets.has(field) ? parts.sort() : parts}]`;
  }
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([name, part]) => `${JSON.stringify(name)}:${write(part, name)}`)}}`;
}

/** The JSON text of a value in which a `Map` stands for an object of names and JSON texts. Undefined fields are left out. */
export function toText(value: unknown): string {
  if (value instanceof Map) return `{${[...value].map(([name, text]) => `${JSON.stringify(name)}:${text}`)}}`;
  if (Array.isArray(value)) return `[${value.map(toText)}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).filter(([, part]) => part !== undefined);
  return `{${fields.map(([name, part]) => `${JSON.stringify(name)}:${toText(part)}`)}}`;
}

/** How many objects and arrays a JSON text has inside one another. */
export function depth(text: string): number {
  const of = (value: unknown): number =>
    typeof value === 'object' && value !== null ? 1 + Math.max(0, ...Object.values(value).map(of)) : 0;
  return of(JSON.parse(text));
}

/** Whether two texts hold the same elements of the same number, in any order. */
export function sameElements(a: readonly string[], b: readonly string[]): boolean {
  return isDeepStrictEqual(a.toSorted(), b.toSorted());
}
