import type { Refusal } from '../reference/requirements.ts';
import { canonical, canonicalElements, sameElements, toText } from './exact.ts';

/** What the model expects of an answer. */
export type Expected =
  | {
      readonly status: number;
      /** As for `toText`; undefined when the contract leaves the body open. */
      readonly body?: object | undefined;
      readonly etag?: number | undefined;
      readonly location?: string | undefined;
      /** The participants that a patch of several meant, by their ids: an answer to who may only write names them. */
      readonly meant?: readonly string[] | undefined;
    }
  | {
      /** Any of them. */
      readonly refusals: readonly Refusal[];
    };

/** The status of each refusal (`docs/errors.md`). */
const statuses: Partial<Record<Refusal['code'], number>> = {
  'bad-request': 400,
  'unprocessable-content': 422,
  'channel-takes-no-attributes': 422,
  'idempotency-key-reused': 422,
  'foreign-execution': 403,
  'attribute-not-writable': 403,
  'secured-not-for-bots': 403,
  'conversation-not-found': 404,
  'participant-not-found': 404,
  'conversation-ended': 409,
  'conversation-not-ended': 409,
  'invalid-transition': 409,
  'wrong-channel': 409,
  'conversation-exists': 409,
  'participant-exists': 409,
  'version-conflict': 409,
  'values-differ': 409,
  'idempotency-key-expired': 409,
  'precondition-failed': 412,
  'conversation-too-large': 413,
};

/** What of an answer is compared. */
export interface Given {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Of a list, the texts of all pages. */
  readonly pages?: readonly string[];
}

/** How an answer differs from what is expected, or undefined when it does not. */
export function difference(expected: Expected, given: Given): string | undefined {
  const told = `answered ${given.status} ${given.text}`;
  if ('refusals' in expected) {
    const differences = expected.refusals.map((one) => refusalDifference(one, given, told));
    return differences.includes(undefined) ? undefined : differences.join(' or ');
  }
  if (given.status !== expected.status) return `expected ${expected.status}; ${told}`;
  if (expected.body !== undefined && canonical(given.text) !== canonical(toText(expected.body))) {
    return `expected ${toText(expected.body)}; ${told}`;
  }
  const headers = { etag: expected.etag === undefined ? undefined : `"${expected.etag}"`, location: expected.location };
  for (const [name, value] of Object.entries(headers)) {
    const got = given.headers.get(name);
    if (value !== undefined && got !== value) return `expected ${name} ${value}, got ${got}; ${told}`;
  }
  return undefined;
}

function refusalDifference(
  { code, names = [], currentVersion, differences }: Refusal,
  { status, headers, text }: Given,
  told: string,
): string | undefined {
  const problem = JSON.parse(text || '{}');
  const { message, detail, errors = [] } = problem;
  if (problem.code !== code || status !== statuses[code]) return `expected a refusal by ${code}; ${told}`;
  if (!headers.get('content-type')?.startsWith('application/problem+json')) return `expected problem+json; ${told}`;
  if (problem.status !== status || message !== detail || !problem.contextId) return `expected RFC 9457; ${told}`;
  const listed: string[] = errors.map(({ name }: { name: string }) => name);
  const unnamed = names.filter((name) => !listed.some((one) => one.endsWith(name)));
  if (unnamed.length > 0) return `expected errors to name ${JSON.stringify(unnamed)}; ${told}`;
  if (currentVersion !== undefined && problem.currentVersion !== currentVersion) {
    return `expected currentVersion ${currentVersion}; ${told}`;
  }
  const wanted = differences?.map((one) => canonical(toText(new Map(Object.entries(one)))));
  if (wanted && !sameElements(wanted, canonicalElements(text, 'differences'))) {
    return `expected differences ${wanted}; ${told}`;
  }
  return undefined;
}
