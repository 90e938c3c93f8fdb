import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { type Compared, differences } from '../contract/conformance.ts';
import { type Operation, operations } from '../contract/document.ts';
import { useApi } from '../support/api.ts';
import { type Fuzzed, requestsOf, toRequest } from './requests.ts';
import { makeSender } from './send.ts';
import { makeWorld } from './world.ts';

/**
 * Rules that the document says in words, since JSON Schema can't: bytes of UTF-8, well-formed Unicode, what belongs
 * together, times that there are, tokens of pages.
 */
const inWords = [
  /\bbytes\b/,
  /well-formed Unicode/,
  /may not stand beside target/,
  /must not be (after|more than ten years before) "to"/,
  /is no date or RFC 3339 time/,
  /is none that a page before gave/,
];

/** Sends each operation so many requests made from its own schemas, and compares every answer with the document. */
export function testOperations(runs: number): void {
  const api = useApi();
  let send: ReturnType<typeof makeSender>;
  const seen = new Set<number>();

  beforeAll(async () => {
    send = makeSender(api.local.url, await api.local.token());
  });

  test.each(operations)(
    `$operationId answers ${runs} requests, right and wrong, as the document says`,
    async (operation) => {
      const requests = requestsOf(operation, await makeWorld(api, operation.operationId));
      const answersAsDocumented = fc.asyncProperty(requests, async (fuzzed) => {
        const answer = await send(toRequest(operation, fuzzed));
        seen.add(answer.status);
        expect(complaints(operation, fuzzed, answer)).toEqual([]);
      });
      await fc.assert(answersAsDocumented, { numRuns: runs });
    },
    // Milliseconds; a failure takes its time to find the smallest request that shows it.
    20_000 + runs * 40,
  );

  test('the requests reach answers of every kind', () => {
    // What few requests reach by chance is asked of the long run: sets that are taken (202), bots (403).
    const rare = runs < 100 ? [] : [202, 204, 403, 409, 412];
    expect([...seen]).toEqual(expect.arrayContaining([200, 201, 400, 404, 422, ...rare]));
  });
}

/** What is wrong with an answer. */
function complaints(operation: Operation, { isAllowed }: Fuzzed, answer: Compared): readonly string[] {
  const { status, text } = answer;
  if (status >= 500) return [`a fault: ${status} ${text}`];
  const told = differences(operation, answer);
  if (!isAllowed && status < 400) return [...told, `the document does not allow it, and it is answered ${status}`];
  if (!isAllowed || status !== 400) return told;
  const { errors = [] } = JSON.parse(text) as { errors?: readonly { reason: string }[] };
  // What breaks 400 and 422 together is answered 400, and lists both.
  const isSaid = errors.some(({ reason }) => inWords.some((rule) => rule.test(reason)));
  return isSaid ? told : [...told, `the document allows it, and it is refused as malformed: ${text}`];
}
