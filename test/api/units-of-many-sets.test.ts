import { beforeAll, expect, test } from 'vitest';
import { useApi } from '../support/api.ts';
import { type Calls, countCalls } from '../support/calls.ts';

const api = useApi();

let calls: Calls;
beforeAll(async () => {
  // Its environment is there since the API was started.
  const { documentClient } = await import('../../lambdas/http/wiring/document-client.ts');
  calls = countCalls(documentClient);
});

test.each([
  { how: 'without a key', headers: () => ({}), most: 155 },
  { how: 'under an Idempotency-Key', headers: (number: number) => ({ 'idempotency-key': `${number}` }), most: 165 },
])(
  'of 81 sets $how on a small conversation each takes at most 2 write units, and with what keeps their ids together one in eight two more',
  async ({ headers, most }) => {
    const made = await api.make();
    const body = { attributes: { tier: 'gold' } };
    let all = 0;
    let tidied = 0;
    for (let number = 1; number <= 81; number++) {
      const took = await calls.during(() => api.ok('POST', made.flow(), { body, headers: headers(number) }));
      const [set, tidying, ...more] = took.map(({ command, units }) => ({ command, units }));
      expect(set, `set ${number}`).toMatchObject({ command: 'UpdateItem' });
      expect(set?.units, `set ${number}`).toBeLessThanOrEqual(2);
      expect(tidying?.units ?? 0, `after set ${number}`).toBeLessThanOrEqual(2);
      expect(more).toEqual([]);
      if (tidying) tidied += 1;
      all += (set?.units ?? 0) + (tidying?.units ?? 0);
    }
    expect(tidied).toBeLessThanOrEqual(10);
    // 171 and 194 while each id was an entry of its own.
    expect(all).toBeLessThanOrEqual(most);
  },
);

test('a set is answered as the first time, with its revision, however many came since', async () => {
  const made = await api.make();
  const set = (number: number) =>
    api.ok('POST', made.flow(), {
      body: { attributes: { tier: `${number}` } },
      headers: { 'idempotency-key': `set-${number}` },
    });
  const first = await set(0);
  for (let number = 1; number <= 50; number++) await set(number);
  expect((await set(0)).body).toEqual(first.body);
  expect((await api.ok('GET', `${made.flow()}?name=tier`)).body.attributes).toEqual({ tier: '50' });
  const reused = await api.call('POST', made.flow(), {
    body: { attributes: { tier: 'another' } },
    headers: { 'idempotency-key': 'set-0' },
  });
  expect([reused.status, reused.body.code]).toEqual([422, 'idempotency-key-reused']);
});
