import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Compared, differences } from '../contract/conformance.ts';
import { type Operation, operations } from '../contract/document.ts';
import { useApi } from '../support/api.ts';
import { emptyTables } from '../support/empty-tables.ts';
import { type Fuzzed, requestsOf, toRequest } from './requests.ts';
import type { Hints } from './schema-values.ts';
import { makeSender } from './send.ts';
import { makeWorld } from './world.ts';

/**
 * Rules that the document says in words, since JSON Schema can't: bytes of UTF-8, well-formed Unicode, what belongs
 * together, times that there are, tokens of pages.
 */
const inWords = [
  /\bbytes\b/,
  /well-formed Unicode/,
  /must be left out with target/,
  /must not be (after|more than ten years before) "to"/,
  /is no date or RFC 3339 time/,
  /is not the nextToken of a page/,
  /is of another list or other filters/,
  /is for CSV: accept/,
  /is no place for attributes/,
  /is for an attribute: name it in "attribute"/,
  /needs "equals" or "startsWith", and one of them/,
  /must be an object of names and values, or the JSON text of one/,
  /occurs twice in one object/,
  /must have a visible character/,
];

/** Requests whose answers few others have: what chance reaches seldom is sent in any case. */
const surely: Readonly<Record<string, Fuzzed>> = {
  // 202
  'set-attributes': {
    parameters: { conversationId: 'set-attributes-active', flowExecutionId: 'ivr' },
    text: '{"attributes":{"tier":"gold"}}',
    isAllowed: true,
  },
  // 412
  'patch-conversation': {
    parameters: { conversationId: 'patch-conversation-active', 'If-Match': '"99"' },
    text: '{"queueId":"sales"}',
    isAllowed: true,
  },
  // 409
  'flush-attributes': {
    parameters: { conversationId: 'flush-attributes-wrapup', flowExecutionId: 'ivr' },
    text: '{}',
    isAllowed: true,
  },
  // 204
  'erase-conversation': { parameters: { conversationId: 'erase-conversation-bare' }, text: undefined, isAllowed: true },
};

/** Sends each operation so many requests made from its own schemas, reads half as many, and compares every answer with the document. */
export function testOperations(runs: number): void {
  const api = useApi();
  let send: ReturnType<typeof makeSender>;
  const seen = new Set<number>();

  beforeAll(async () => {
    send = makeSender(api.local.url, await api.local.token());
  });

  const title = (count: number) => `$operationId answers ${count} requests, right and wrong, as the document says`;
  // Of reads there are more than of writes, and less can go wrong.
  const reads = Math.ceil(runs / 2);

  const check = async (operation: Operation, hints: Hints, numRuns: number) => {
    const answersAsDocumented = fc.asyncProperty(requestsOf(operation, hints), async (fuzzed) => {
      const answer = await send(toRequest(operation, fuzzed));
      seen.add(answer.status);
      expect(complaints(operation, fuzzed, answer)).toEqual([]);
    });
    const sure = surely[operation.operationId];
    await fc.assert(answersAsDocumented, { numRuns, examples: sure ? [[sure]] : [] });
  };

  describe('of what is there', () => {
    let hints: Hints;
    beforeAll(async () => {
      hints = await makeWorld(api, 'reads');
    });
    afterAll(emptyTables);

    // None of them changes anything that another one reads.
    test.each(operations.filter(isRead))(title(reads), (operation) => check(operation, hints, reads));
  });

  describe('of its own conversations', () => {
    // What a request has set, such as fields that a channel must have, spoils no other operation's test.
    afterEach(emptyTables);

    test.each(operations.filter((operation) => !isRead(operation)))(title(runs), async (operation) => {
      await check(operation, await makeWorld(api, operation.operationId), runs);
    });
  });

  test('the requests reach answers of every kind', () => {
    // 403 takes a bot, which few of them say they are.
    const rare = runs < 100 ? [] : [403];
    expect([...seen]).toEqual(expect.arrayContaining([200, 201, 202, 204, 400, 404, 409, 412, 422, ...rare]));
  });
}

function isRead({ method }: Operation): boolean {
  return method === 'GET';
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
