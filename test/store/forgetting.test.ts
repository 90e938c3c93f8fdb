import { expect, test } from 'vitest';
import { addCounters } from '#domain/counters.ts';
import { planFlush } from '#domain/operations/flush-attributes.ts';
import { encodeUpdate } from '#dynamodb/update.ts';
import { namesOf } from '../support/bags.ts';
import { crowded, execution, longId, place } from '../support/crowded.ts';
import { attributes, newOperation } from '../support/fixtures.ts';

test.each([129, 300, 400, 1000])(
  'the longest flush fits the expressions of DynamoDB when a burst of writes has left %i operation ids',
  async (operations) => {
    const known = await crowded({ participants: 25, pending: 200, secured: 0, operations });
    const lastBatch = {
      caller: { execution, client: 'client', isBot: true },
      owner: longId(24),
      attributes: attributes(namesOf(100)),
    };
    const update = addCounters({ ...planFlush(lastBatch, known), operation: newOperation() }, known);
    const { UpdateExpression, ConditionExpression } = encodeUpdate(update, place);
    expect(update.forget.length, 'some of them are forgotten').toBeGreaterThan(0);
    expect(UpdateExpression.length).toBeLessThanOrEqual(4096);
    expect(ConditionExpression.length).toBeLessThanOrEqual(4096);
  },
);
