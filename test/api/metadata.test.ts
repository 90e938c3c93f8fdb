import { expect, test } from 'vitest';
import { openChannel, takenOf } from '../guests/support.ts';
import { useApi } from '../support/api.ts';

const api = useApi();

const create = (body: object, headers = {}) =>
  api.call('POST', '/api/v2/conversations', { body: { type: 'webchat', participants: [], ...body }, headers });

test('metadata of a new conversation goes into its data, where that has not the name itself', async () => {
  const metadata = { tier: 'gold', cart: { items: [1, 2.5] }, source: 'page' };
  const made = await create({ data: { source: 'crm' }, metadata });
  expect(made.body.data).toEqual({ tier: 'gold', cart: { items: [1, 2.5] }, source: 'crm' });
  expect(made.body).not.toHaveProperty('dropped');
  const read = await api.ok('GET', `/api/v2/conversations/${made.body.id}`);
  expect(read.body.data).toEqual(made.body.data);
});

test('metadata of a conversation on a channel is sorted by its allowed list, and the answer names what was dropped', async () => {
  const {
    id: channelId,
    send,
    patch,
  } = await openChannel(api, {
    type: 'webchat',
    allowed: ['tier', { name: 'age', type: 'integer' }],
  });
  const metadata = { tier: 'gold', age: 'old', shoe_size: 44, email: 'ada@example.org' };
  const body = { channelId, data: { shoe_size: 45 }, metadata };
  const headers = { 'idempotency-key': `metadata-${channelId}` };
  const made = await create(body, headers);
  expect(made).toMatchObject({
    status: 201,
    body: {
      data: { tier: 'gold', email: 'ada@example.org', shoe_size: 45 },
      dropped: [
        { name: 'age', reason: 'wrong-type' },
        { name: 'shoe_size', reason: 'not-allowed' },
      ],
    },
  });
  await patch({ allowed: [] });
  expect((await create(body, headers)).body).toEqual(made.body);
  // Its guest goes on with it: attributes came with the first message alone.
  const next = await send({ conversationId: made.body.id, metadata: { email: 'eve@example.org' } });
  expect(next.body).toMatchObject({ dropped: [{ name: 'email', reason: 'too-late' }] });
});

test('a caller that may only write learns what was dropped of its own metadata', async () => {
  const { id: channelId } = await openChannel(api, { allowed: ['tier'] });
  const token = await api.token(api.scope('conversation:write'));
  const body = { type: 'sms', participants: [], channelId, metadata: { tier: 'gold', other: 1 } };
  expect((await api.ok('POST', '/api/v2/conversations', { body, token })).body).toEqual({
    ...{ id: expect.any(String), version: 1, names: ['tier'], participants: [] },
    dropped: [{ name: 'other', reason: 'not-allowed' }],
  });
});

test('a call that names a channel is continued by no guest', async () => {
  const { id: channelId, send } = await openChannel(api, { allowed: ['tier'] });
  const { id } = (await create({ type: 'voice', channelId, metadata: { tier: 'gold' } })).body;
  expect((await send({ conversationId: id })).body.code).toBe('wrong-channel');
});

test('metadata without a channel that breaks a limit is refused, and names what', async () => {
  const refused = await create({ metadata: { ' ': 1, big: 'x'.repeat(8193), none: null } });
  expect([refused.status, refused.body.errors.map(({ name }: { name: string }) => name)]).toEqual([
    400,
    ['metadata. ', 'metadata.big', 'metadata.none'],
  ]);
  const many = Object.fromEntries(Array.from({ length: 101 }, (_, at) => [`n${at}`, 1]));
  expect((await create({ metadata: many })).status).toBe(422);
  expect((await create({ type: 'email', metadata: { tier: 1 } })).body.code).toBe('channel-takes-no-attributes');
});

test('metadata and message_metadata may come as JSON text, and every digit stays', async () => {
  const text = '{"tier":"gold","order":12345678901234567890}';
  const made = await create({ metadata: text });
  expect((await api.ok('GET', `/api/v2/conversations/${made.body.id}`)).text).toContain('12345678901234567890');
  const channel = await openChannel(api, { allowed: ['tier', 'order'] });
  const path = `/api/v2/webchat/channels/${channel.id}/messages`;
  const body = { message: { text: 'Hello' }, metadata: '{"tier":"silver"}', message_metadata: text };
  const taken = takenOf(await api.ok('POST', path, { body }));
  expect(taken).toMatchObject({ accepted: ['tier', 'order'], dropped: [] });
  const data = (await api.ok('GET', `/api/v2/conversations/${taken.conversationId}`)).text;
  expect(data).toContain('"tier":"silver"');
});

test.each([
  ['tier=gold', 'the text is no JSON'],
  ['["tier"]', 'the text is an array'],
  ['{"tier":1,"tier":2}', 'has the name "tier" twice'],
  [7, 'must be an object of names and values, or the JSON text of one'],
])('metadata that is %j is refused with 400, which says why', async (metadata, reason) => {
  for (const refused of [
    await create({ metadata }),
    await api.call('POST', '/api/v2/webchat/channels/any/messages', { body: { message: { text: '' }, metadata } }),
  ]) {
    expect([refused.status, refused.body.errors]).toEqual([
      400,
      [{ name: 'metadata', reason: expect.stringContaining(reason) }],
    ]);
  }
});
