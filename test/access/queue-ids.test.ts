import { expect, test } from 'vitest';
import { useApi } from '../support/api.ts';

const api = useApi();

test.each([
  '*',
  'a*',
  'sales support',
  ' sales',
  'sales ',
  ' ',
  'a\tb',
  'a\nb',
  'a\u00a0b',
  'a\u2028b',
  '\u0000',
  'a\u0085b',
  'a\u007f',
])('the call queue %j, which no token can have the right to, is refused in a creation and a patch', async (queueId) => {
  const made = await api.make({ queueId: 'sales' });
  const answers = [
    await api.call('POST', '/api/v2/conversations', { body: { type: 'voice', participants: [], queueId } }),
    await api.call('PATCH', made.conversation, { body: { queueId } }),
  ];
  for (const { status, body } of answers) {
    const reason = expect.stringContaining('claim "queues"');
    expect([status, body.errors]).toEqual([400, [{ name: 'queueId', reason }]]);
  }
  expect((await api.ok('GET', made.conversation)).body).toMatchObject({ queueId: 'sales', version: 1 });
});

test.each(['Vertrieb-Süd', '销售', '😀', 'a,b', '"'])('the call queue %j is taken', async (queueId) => {
  const made = await api.make({ queueId });
  expect((await api.ok('PATCH', made.conversation, { body: { queueId } })).body).toMatchObject({ queueId });
});
