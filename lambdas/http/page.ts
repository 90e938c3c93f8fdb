import type { FindQuery } from '#domain/find.ts';
import { utf8Bytes } from '#domain/json.ts';
import type { Input } from '#http/input.ts';

/** Conversations on a page. */
const pageSize = 100;

/**
 * A Lambda function may answer 6 MB. What is left of it is for the commas of a CSV, which a conversation alone does not
 * show: at most 100 rows with as many as 100 conversations have names, 1 MB.
 */
const pageBytes = 4 * 1024 * 1024;

/** How far back a query without `from` goes. */
const defaultPeriod = 7 * 24 * 60 * 60 * 1000;

/** The longest period that one query may span. */
const longestPeriod = 3_660 * 24 * 60 * 60 * 1000;

/**
 * The page that a query means: `from` (inclusive) and `to` (exclusive) as RFC 3339 times of the start, by default the
 * last 7 days, and `nextToken` of the page before.
 */
export function pageIn(input: Input): Omit<FindQuery, 'filter' | 'sizeOf'> {
  const to = timeIn(input, 'to') ?? Date.now() + 1;
  const from = timeIn(input, 'from') ?? to - defaultPeriod;
  if (from > to) input.violations.malformed('from', 'must not be after "to"');
  if (to - from > longestPeriod) input.violations.malformed('from', 'must not be more than ten years before "to"');
  // Nothing began before 1970.
  const [since, until] = [Math.max(0, from), Math.max(0, to)];
  return { from: since, to: until, limit: pageSize, maxBytes: pageBytes, after: afterIn(input) };
}

/** A parameter of the query with one of these values, or undefined when it is absent. */
export function oneOfQuery<Value extends string>(
  input: Input,
  name: string,
  values: readonly Value[],
): Value | undefined {
  const given = input.parameter(name);
  if (given === undefined) return undefined;
  const value = values.find((one) => one === given);
  if (value === undefined)
    input.violations.malformed(name, `${JSON.stringify(given)} is not one of ${values.join(', ')}`);
  return value;
}

/** A text in the query, or undefined when it is absent. */
export function textQuery(input: Input, name: string): string | undefined {
  const text = input.parameter(name);
  if (text === '') input.violations.malformed(name, 'must not be empty');
  return text;
}

/** Where the next page begins, as an opaque token. */
export function toToken(after: string | undefined): string | undefined {
  return after === undefined ? undefined : Buffer.from(after).toString('base64url');
}

function afterIn(input: Input): string | undefined {
  const token = input.parameter('nextToken');
  if (token === undefined) return undefined;
  const after = Buffer.from(token, 'base64url').toString();
  if (!/^\d{15}#[\w-]*$/.test(after)) input.violations.malformed('nextToken', 'is none that a page before gave');
  return after;
}

function timeIn(input: Input, name: string): number | undefined {
  const given = input.parameter(name);
  if (given === undefined) return undefined;
  const rfc3339 = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d))?$/i;
  const time = rfc3339.test(given) && isDate(given.slice(0, 10)) ? Date.parse(given) : Number.NaN;
  if (Number.isNaN(time)) {
    const reason = `${JSON.stringify(given)} is no date or RFC 3339 time such as 2026-01-31 or 2026-01-31T08:00:00Z`;
    input.violations.malformed(name, reason);
    return undefined;
  }
  return time;
}

/** Whether the calendar has a day: `Date.parse` takes 30 February for 2 March. */
function isDate(day: string): boolean {
  const time = Date.parse(day);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day);
}

/** The bytes of a text in what a function hands to the gateway: JSON, with the body as a string in it. */
export function handedOver(text: string): number {
  return utf8Bytes(JSON.stringify(text));
}
