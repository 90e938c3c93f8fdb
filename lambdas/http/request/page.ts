import { createHash } from 'node:crypto';
import { checkNames } from '#domain/attributes.ts';
import { type ChannelType, channelTypes } from '#domain/channel-types.ts';
import { liveStates, type State } from '#domain/conversation.ts';
import type { FindQuery } from '#domain/find.ts';
import { countUtf8Bytes } from '#domain/json.ts';
import { limits } from '#domain/limits.ts';
import { parseTime } from '#domain/time.ts';
import type { Input } from '#http/request/input.ts';

/** A request, as far as its query goes. */
export type QueryInput = Pick<Input, 'event' | 'parameter' | 'parameters' | 'violations'>;

/**
 * A Lambda function may answer 6 MB. The rest is for the separators of a CSV, which the size of a single conversation
 * does not include: at most 100 rows with the columns of 100 conversations, 1 MB.
 */
const MAX_PAGE_BYTES = 4 * 1024 * 1024;

/** How far back a query without `from` goes. */
const DEFAULT_PERIOD_MS = 7 * 24 * 60 * 60 * 1000;

/** The longest period that one query may span. */
const MAX_PERIOD_MS = 3_660 * 24 * 60 * 60 * 1000;

/** The page that a query means. */
export interface Page extends Omit<FindQuery, 'filter' | 'sizeOf' | 'accept'> {
  /** Where the next page begins, as an opaque token for this list and these filters; none after the last. */
  readonly tokenOf: (after: string | undefined) => string | undefined;
}

/**
 * The page that a query means: `from` (inclusive) and `to` (exclusive) as RFC 3339 times of the start, by default the
 * last 7 days, `pageSize`, and `nextToken` of the page before, which must be of the same list and filters.
 */
export function readPage(input: QueryInput, list: string, filter: object): Page {
  const given = { from: readTime(input, 'from'), to: readTime(input, 'to') };
  const { to = Date.now() + 1 } = given;
  const { from = to - DEFAULT_PERIOD_MS } = given;
  if (from > to) input.violations.malformed('from', 'must not be after "to"');
  if (to - from > MAX_PERIOD_MS) input.violations.malformed('from', 'must not be more than ten years before "to"');
  // The times as they were given: the default ones move with the clock from page to page.
  const of = digest([list, Object.entries({ ...filter, ...given }).sort(([a], [b]) => (a < b ? -1 : 1))]);
  return {
    // Nothing began before 1970.
    from: Math.max(0, from),
    to: Math.max(0, to),
    limit: readPageSize(input),
    maxBytes: MAX_PAGE_BYTES,
    after: readNextToken(input, of),
    tokenOf: (after) => (after === undefined ? undefined : Buffer.from(`${after}#${of}`).toString('base64url')),
  };
}

/** The channel type that a query asks for, as a list; undefined means all. */
export function readType(input: QueryInput): readonly ChannelType[] | undefined {
  const type = readOneOf(input, 'type', channelTypes);
  return type && [type];
}

/** The states of interactions that a query asks for: active ones, unless it says otherwise. */
export function readLiveStates(input: QueryInput): readonly State[] {
  return readSomeOf(input, 'state', liveStates) ?? ['active'];
}

/** A parameter of the query with one of these values, or undefined when it is absent. */
export function readOneOf<Value extends string>(
  input: QueryInput,
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

/** The names of the attributes that the query asks for; none means all. */
export function readNames(input: QueryInput): readonly string[] {
  const names = input.parameters('name');
  checkNames(names, input.violations);
  return names;
}

/** A text in the query, or undefined when it is absent. */
export function readText(input: QueryInput, name: string): string | undefined {
  const text = input.parameter(name);
  if (text === '') input.violations.malformed(name, 'must not be empty');
  return text;
}

/** The same of a text that may have a plus, such as a telephone number: in a query that means a blank. */
export function readTextWithPlus(input: QueryInput, name: string): string | undefined {
  const hasPlus = input.event.rawQueryString
    .split('&')
    .some((pair) => new URLSearchParams(pair).has(name) && pair.slice(pair.indexOf('=')).includes('+'));
  if (hasPlus)
    input.violations.malformed(
      name,
      'has a "+", which means a blank in a query: write %2B for it, and %20 for a blank',
    );
  return readText(input, name);
}

/** Some of these values, repeated or with commas between; undefined when there is none. */
export function readSomeOf<Value extends string>(
  input: QueryInput,
  name: string,
  values: readonly Value[],
): readonly Value[] | undefined {
  const given = input.parameters(name).flatMap((one) => one.split(','));
  const wrong = given.filter((one) => !(values as readonly string[]).includes(one));
  for (const one of wrong)
    input.violations.malformed(name, `${JSON.stringify(one)} is not one of ${values.join(', ')}`);
  return given.length === 0 ? undefined : values.filter((value) => given.includes(value));
}

/** A whole number from 0; undefined when it is not there. */
export function readCount(input: QueryInput, name: string): number | undefined {
  const given = input.parameter(name);
  if (given === undefined) return undefined;
  const count = /^\d+$/.test(given) ? Number(given) : Number.NaN;
  if (Number.isSafeInteger(count)) return count;
  input.violations.malformed(name, `${JSON.stringify(given)} is no whole number from 0 to ${Number.MAX_SAFE_INTEGER}`);
  return undefined;
}

/** The id of a reveal of secured names; undefined when it is not there. */
export function readRevealId(input: QueryInput, name: string): string | undefined {
  const given = input.parameter(name);
  if (given === undefined || /^\d{15}-[\w-]{8}$/.test(given)) return given;
  input.violations.malformed(name, `${JSON.stringify(given)} is no id of such an entry: take it from an answer`);
  return undefined;
}

function readPageSize(input: QueryInput): number {
  const given = input.parameter('pageSize');
  if (given === undefined) return limits.pageSize;
  const size = /^[1-9]\d{0,2}$/.test(given) ? Number(given) : Number.POSITIVE_INFINITY;
  if (size <= limits.pageSize) return size;
  input.violations.malformed('pageSize', `${JSON.stringify(given)} is no integer from 1 to ${limits.pageSize}`);
  return limits.pageSize;
}

function readNextToken(input: QueryInput, of: string): string | undefined {
  const token = input.parameter('nextToken');
  if (token === undefined) return undefined;
  const [, after, itsOwn] = /^(\d{15}#[\w-]*)#([\w-]+)$/.exec(Buffer.from(token, 'base64url').toString()) ?? [];
  if (after === undefined) {
    input.violations.malformed('nextToken', 'is not the nextToken of a page');
  } else if (itsOwn !== of) {
    input.violations.malformed(
      'nextToken',
      'is of another list or other filters: send it with the query of the page that gave it',
    );
  }
  return after;
}

/** Tells values apart, in few characters. */
function digest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64url').slice(0, 12);
}

function readTime(input: QueryInput, name: string): number | undefined {
  const given = input.parameter(name);
  if (given === undefined) return undefined;
  const time = parseTime(given);
  if (time === undefined) {
    const reason = `${JSON.stringify(given)} is no date or RFC 3339 time such as 2026-01-31 or 2026-01-31T08:00:00Z`;
    input.violations.malformed(name, reason);
  }
  return time;
}

/** The bytes of a text in what a function hands to the gateway: JSON, with the body as a string in it. */
export function countResponseBytes(text: string): number {
  return countUtf8Bytes(JSON.stringify(text));
}
