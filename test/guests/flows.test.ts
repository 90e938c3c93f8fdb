import { expect, test } from 'vitest';
import { hashForLog } from '#domain/hashes.ts';
import { useApi } from '../support/api.ts';
import { pathsOf } from '../support/paths.ts';
import { dataOf, dataTexts, number, openChannel } from './support.ts';

const api = useApi();

/** The first get of a flow that a message has started. */
function firstGet(conversationId: string, query = '') {
  return api.ok('GET', `${pathsOf(conversationId).flow('chat-flow')}?target=conversation${query}`);
}

test('a flow routes on what the website sent: three allowed and typed attributes, a fourth is stripped and said so', async () => {
  const channel = await openChannel(api, {
    allowed: [
      { name: 'customer_segment', type: 'string' },
      { name: 'order_id', type: 'string' },
      { name: 'priority_level', type: 'integer' },
    ],
  });
  const metadata = { customer_segment: 'premium', order_id: '2026-0815', priority_level: 5, discount_code: 'SAVE' };
  const { conversationId, accepted, dropped } = await channel.taken({ metadata });
  expect(accepted).toEqual(['customer_segment', 'order_id', 'priority_level']);
  expect(dropped).toEqual([{ name: 'discount_code', reason: 'not-allowed' }]);

  const { body } = await firstGet(conversationId, '&name=customer_segment');
  expect(body).toMatchObject({ attributes: { customer_segment: 'premium' }, notSet: [] });
  const queueId = body.attributes.customer_segment === 'premium' ? 'premium-support' : 'support';
  await api.ok('PATCH', pathsOf(conversationId).conversation, { body: { queueId } });
  const routed = await api.ok('GET', pathsOf(conversationId).conversation);
  expect(routed.body).toMatchObject({
    queueId: 'premium-support',
    data: { customer_segment: 'premium', order_id: '2026-0815', priority_level: 5 },
  });
  expect(routed.text).not.toContain('SAVE');
});

test('the first get of a flow has every attribute of the message, with its type', async () => {
  const channel = await openChannel(api, { allowed: ['text', 'digits', 'integer', 'decimal', 'big', 'flag'] });
  const metadata = {
    text: 'gold',
    digits: '5',
    integer: 5,
    decimal: number('5.10'),
    big: number('12345678901234567890'),
    flag: false,
  };
  const { conversationId } = await channel.taken({ metadata });
  const kept = {
    text: '"gold"',
    digits: '"5"',
    integer: '5',
    decimal: '5.10',
    big: '12345678901234567890',
    flag: 'false',
  };
  expect(await dataTexts(api, conversationId)).toEqual(kept);
  const { text } = await firstGet(conversationId);
  for (const [name, json] of Object.entries(kept)) expect(text).toContain(`"${name}":${json}`);
});

test('no get after a message misses what the message set, in 15 runs', async () => {
  const channel = await openChannel(api, { allowed: ['step'] });
  const { conversationId } = await channel.taken();
  for (let step = 1; step <= 15; step++) {
    await channel.taken({ conversationId, metadata: { step } });
    expect((await firstGet(conversationId, '&name=step')).body.attributes).toEqual({ step });
  }
});

test('guest attributes are those of the conversation, not of the customer', async () => {
  const channel = await openChannel(api, { allowed: ['tier'] });
  const { conversationId } = await channel.taken({ metadata: { tier: 'gold' } });
  expect((await api.ok('GET', pathsOf(conversationId).attributes())).body.attributes).toEqual({});
  expect((await api.ok('GET', pathsOf(conversationId).flow())).body.attributes).toEqual({});
});

test('what a message sets wins over what a flow has set before and not flushed, until the flush', async () => {
  const channel = await openChannel(api, { allowed: ['tier'] });
  const { conversationId } = await channel.taken({ metadata: { tier: 'bronze' } });
  const { flow, flush } = pathsOf(conversationId);
  await api.ok('POST', flow(), { body: { target: 'conversation', attributes: { tier: 'silver' } } });
  await channel.taken({ conversationId, metadata: { tier: 'gold' } });
  expect(await dataOf(api, conversationId)).toEqual({ tier: 'gold' });
  await api.ok('POST', flush());
  expect(await dataOf(api, conversationId)).toEqual({ tier: 'silver' });
});

test('messages that race with the end were taken and are saved, or are refused: 12 runs', async () => {
  const body = { savedAttributes: ['step'], retentionDays: 1 };
  await api.ok('PUT', '/api/v2/settings/channels/webmessaging', { body });
  const channel = await openChannel(api, { allowed: ['step'] });
  const outcomes = new Set<number>();
  for (let run = 0; run < 12; run++) {
    const { conversationId } = await channel.taken({ metadata: { step: 'before' } });
    const { conversation } = pathsOf(conversationId);
    const end = () => api.ok('PATCH', conversation, { body: { state: 'handled' } });
    const message = () => channel.send({ conversationId, metadata: { step: 'racing' } });
    // Each of them goes first in half of the runs.
    const [first, second] = run % 2 ? [end(), message()] : [message(), end()];
    const sent = run % 2 ? await second : await first;
    await Promise.all([first, second]);
    const { body: history } = await api.ok('GET', `${conversation}/history`);
    expect([200, 409]).toContain(sent.status);
    expect(history.data).toEqual({ step: sent.status === 200 ? 'racing' : 'before' });
    outcomes.add(sent.status);
  }
  expect(outcomes).toEqual(new Set([200, 409]));
});

interface LogLine {
  readonly conversationHash?: string;
  readonly dropped?: number;
  readonly operation?: string;
  readonly _aws?: { readonly CloudWatchMetrics: readonly object[] };
}

test('what is dropped counts in a metric, without a name or a value in the log', async () => {
  const channel = await openChannel(api, { allowed: [{ name: 'tier', type: 'integer' }] });
  const metadata = { tier: 'tell-no-one', 'secret-name': 'tell-nobody', third: null };
  const { conversationId } = await channel.taken({ metadata });
  await channel.taken({ conversationId, metadata: { tier: 5 } });
  const lines: readonly LogLine[] = api.logs.map((line) => JSON.parse(line));
  const hash = hashForLog(process.env.ID_KEY ?? '', conversationId);
  const counted = lines.filter((line) => line.conversationHash === hash && line.dropped !== undefined);
  expect(counted).toMatchObject([
    {
      dropped: 3,
      operation: 'post-webchat-message',
      _aws: {
        CloudWatchMetrics: [
          {
            Namespace: 'ConversationAttributes',
            Dimensions: [['operation']],
            Metrics: [{ Name: 'dropped', Unit: 'Count' }],
          },
        ],
      },
    },
  ]);
  for (const secret of ['tell-no', 'secret-name']) expect(api.logs.join('\n')).not.toContain(secret);
});
