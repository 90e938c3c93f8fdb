import { describe, expect, test } from 'vitest';
import type { Conversation } from '#domain/conversation.ts';
import { addCounters } from '#domain/counters.ts';
import { markExecution, requireOwnExecution } from '#domain/operations/flow-caller.ts';
import { planFlush } from '#domain/operations/flush-attributes.ts';
import { planPatch } from '#domain/operations/patch-conversation.ts';
import { planReplacement } from '#domain/operations/secured-attributes.ts';
import type { Plan } from '#domain/update.ts';
import { encodeUpdate } from '#dynamodb/update.ts';
import { namesOf } from '../support/bags.ts';
import { crowded, execution, longId, place } from '../support/crowded.ts';
import { changes, newOperation } from '../support/fixtures.ts';

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html, "Expression parameters"
const longest = 4096;
const mostOperators = 300;

/** Operators and functions of a condition or an update; the `=` of SET is none. */
function operatorsIn(expression: string, isUpdate: boolean): number {
  const counted = isUpdate ? /\+|\w+\(/g : /\b(?:AND|OR|NOT|IN|BETWEEN)\b|<>|<=|>=|[<=>+]|\w+\(/g;
  return [...expression.matchAll(counted)].length;
}

/** 100 names, every other of them removed. */
const hundred = changes(
  Object.fromEntries(Object.keys(namesOf(100)).map((name, number) => [name, number % 2 ? null : 'value'])),
);

const versions = [{ oneOf: Array.from({ length: 20 }, (_, number) => 1000 - number), by: 'if-match' as const }];
const bodyVersion = (version: number) => ({ oneOf: [version], by: 'version' as const });

/** A flow execution that has nothing pending yet. */
const claim = { execution: '~lmnopqrstuv', client: '~client', isBot: true };

/** Who writes most: says that it is a bot, and has the execution from now on. */
const caller = { execution, client: '~client', isBot: true };

const operation = newOperation();
const ofConversation = { operation, conversationId: 'any', versions: [...versions, bodyVersion(1000)] };

/** The writes that name the most, for a conversation with 25 participants. */
const plans: readonly { readonly write: string; readonly plan: (known: Conversation) => Plan }[] = [
  {
    write: 'a flush of 200 names of 25 participants and data, with a last batch of 100',
    plan: (known) => planFlush({ caller, owner: longId(24), attributes: hundred }, known),
  },
  {
    write: 'a patch of 100 names, 4 of each of 25 participants, with a version of each',
    plan: (known) =>
      planPatch(
        {
          ...ofConversation,
          participants: known.participants.map(({ id }, number) => ({
            participant: id,
            attributes: changes(Object.fromEntries(Object.entries(namesOf(4)).map(([name]) => [name, number]))),
            versions: [bodyVersion(number + 1)],
          })),
        },
        known,
      ),
  },
  {
    write: 'a patch of 100 names of data, the call queue and the wrap-up',
    plan: (known) =>
      planPatch({ ...ofConversation, queueId: 'support', wrapup: { code: 'a', notes: 'b' }, data: hundred }, known),
  },
  {
    write: 'a set of 100 names',
    plan: () => ({
      require: { ...requireOwnExecution(claim), takesAttributes: true, states: ['active'], participants: [longId(24)] },
      changes: {
        ...markExecution(claim),
        pend: { execution: claim.execution, at: 1, writes: { owner: longId(24), attributes: hundred } },
      },
    }),
  },
  {
    write: 'a participant who joins with 100 attributes',
    plan: (known) => ({
      result: 'someone',
      require: { states: ['active'], takesAttributes: true, participantCount: known.participants.length },
      changes: {
        lookups: Array.from({ length: 4 }, (_, number) => ({ by: 'address', value: `tel:${number}` })),
        join: {
          id: longId(25),
          purpose: 'agent',
          externalId: 'emp-7',
          addresses: Array.from({ length: 5 }, (_, number) => ({ type: 'tel', uri: `tel:${number}` })),
          version: 1,
          attributes: new Map(Object.keys(namesOf(100)).map((name) => [name, hundred.get('name-0') ?? never()])),
        },
      },
    }),
  },
];

function never(): never {
  throw new Error('the first of the hundred names has a value');
}

describe.each(plans)('$write', ({ plan }) => {
  test.each([
    { operations: 64, why: 'with no operation id to forget' },
    { operations: 128, why: 'with 64 operation ids to forget' },
  ])('fits the expressions of DynamoDB $why', async ({ operations }) => {
    const known = await crowded({ participants: 25, pending: 200, secured: 0, operations });
    // Full, so that each write carries its counters recounted where it can.
    for (const bytes of [known.bytes, 65_536]) {
      const update = addCounters({ ...plan(known), operation }, { ...known, bytes });
      const { UpdateExpression, ConditionExpression, ...placeholders } = encodeUpdate(update, place);
      expect(UpdateExpression.length).toBeLessThanOrEqual(longest);
      expect(ConditionExpression.length).toBeLessThanOrEqual(longest);
      expect(operatorsIn(UpdateExpression, true)).toBeLessThanOrEqual(mostOperators);
      expect(operatorsIn(ConditionExpression, false)).toBeLessThanOrEqual(mostOperators);
      const all = UpdateExpression + ConditionExpression;
      const used = new Set(all.match(/[#:]\w+/g));
      const given = Object.keys({
        ...placeholders.ExpressionAttributeNames,
        ...placeholders.ExpressionAttributeValues,
      });
      expect(used, 'each placeholder is used and given').toEqual(new Set(given));
    }
  });
});

test.each([{ operations: 64 }, { operations: 128 }])(
  'a replacement of as many secured names as a conversation has room for fits, with $operations operation ids',
  async ({ operations }) => {
    const known = await crowded({ participants: 25, pending: 100, secured: 100, operations });
    // Envelopes of an empty string under the shortest names there are.
    const sealed = (first: number, count: number) =>
      new Map(Array.from({ length: count }, (_, number) => [(first + number).toString(36), new Uint8Array(83)]));
    const secured = sealed(0, 772);
    const changes = { secured: planReplacement({ ...known, secured }, sealed(1000, 100)) };
    const require = { takesAttributes: true, states: ['active'], securedVersion: versions, internalId: 'i' } as const;
    const update = addCounters({ require, changes, operation }, { ...known, secured });
    const { UpdateExpression, ConditionExpression } = encodeUpdate(update, place);
    expect(UpdateExpression.length).toBeLessThanOrEqual(longest);
    expect(ConditionExpression.length).toBeLessThanOrEqual(longest);
  },
);

test('a flush of 100 names and 100 secured ones fits the expressions of DynamoDB', async () => {
  const known = await crowded({ participants: 25, pending: 100, secured: 100, operations: 128 });
  const plan = planFlush({ caller, owner: longId(24), attributes: hundred }, known);
  const { UpdateExpression, ConditionExpression } = encodeUpdate(addCounters({ ...plan, operation }, known), place);
  expect(UpdateExpression.length).toBeLessThanOrEqual(longest);
  expect(ConditionExpression.length).toBeLessThanOrEqual(longest);
});
