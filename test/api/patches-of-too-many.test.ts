import { beforeAll, expect, test } from 'vitest';
import { useApi } from '../support/api.ts';
import { type Calls, countCalls } from '../support/calls.ts';

const api = useApi();

let calls: Calls;

beforeAll(async () => {
  const { documentClient } = await import('../../lambdas/http/wiring/document-client.ts');
  calls = countCalls(documentClient);
});

test.each([26, 200, 2000])(
  'a patch of an interaction that names %i participants is refused with 422, without a call to DynamoDB that it would refuse',
  async (count) => {
    const made = await api.make();
    const participants = Array.from({ length: count }, (_, number) => ({
      id: `someone-${number}`,
      attributes: number === 0 ? { a: 1 } : {},
    }));
    const took = await calls.during(async () => {
      const refused = await api.call('PATCH', made.interaction, { body: { participants } });
      expect(refused.status).toBe(422);
      const late = { participants: participants.map((one) => ({ ...one, endTime: '2026-01-01T00:00:00.000Z' })) };
      const left = await api.call('PATCH', made.interaction, { body: late });
      expect(left.status).toBe(count > 100 ? 422 : 404);
    });
    for (const call of took) expect(call.conditionExpression.length).toBeLessThanOrEqual(4096);
  },
);
