import * as v from 'valibot';
import { operations as contracts } from '#contract/operations.ts';
import { readEntries, readFields } from './context-entries.ts';

/** How often an operation may be asked for. */
export interface RouteLimit {
  /** Requests per second. */
  readonly rate: number;
  /** Requests that may come at once. */
  readonly burst: number;
}

/** Limits by the names of operations. */
export type RouteLimits = ReadonlyMap<string, RouteLimit>;

const operations: readonly string[] = contracts.map(({ operation }) => operation);

/**
 * Limits of the lists unless the context says otherwise. A page may read a hundred conversations, where every other request
 * reads one: at the API's limit lists alone could use up what the table gives. A page a second is plenty for a person or a
 * download, so this is room for many of them.
 */
export const defaultRouteLimits: RouteLimits = new Map([
  ['find-conversations', { rate: 25, burst: 50 }],
  ['list-interactions', { rate: 25, burst: 50 }],
  ['get-contact-log', { rate: 25, burst: 50 }],
]);

/** A whole number that is no more than this. */
export function wholeTo(most: number) {
  const right = `a whole number from 1 to ${most}`;
  return v.pipe(v.number(right), v.integer(right), v.minValue(1, right), v.maxValue(most, right));
}

/** How the context key `routeLimits` is read. */
export const routeLimitsKey = readEntries<RouteLimit>({
  right: 'a JSON object of operations and their limits: {"<operation>": {"rate": ..., "burst": ...}}',
  most: operations.length,
  isName: (name) => operations.includes(name),
  rightName: `an operation: ${operations.join(', ')}`,
  // As far as the limits of the whole API go.
  entry: readFields({ rate: wholeTo(10_000), burst: wholeTo(5_000) }),
});
