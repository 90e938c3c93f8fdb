import { expect, test } from 'vitest';
import { tally } from '../support/answer.ts';
import { useApi } from '../support/api.ts';
import { bagOfBytes } from '../support/bags.ts';
import { pathsOf } from '../support/paths.ts';
import { atOnce } from '../support/repeat.ts';
import { dataOf, openChannel, takenOf } from './support.ts';

const api = useApi();

test.for([
  ...['webchat', 'webmessaging'],
  ...['sms', 'mms', 'whatsapp', 'rcs', 'messenger', 'instagram', 'viber', 'telegram', 'line', 'applebc'],
])(
  'the first message on %s makes a conversation of that type with one customer, the next ones continue it',
  async (type) => {
    const channel = await openChannel(api, { type, allowed: ['tier'] });
    const first = await channel.send({ metadata: { tier: 'gold' } });
    const { conversationId } = takenOf(first);
    expect(first.status).toBe(201);
    const made = await api.ok('GET', pathsOf(conversationId).conversation);
    expect(made.body).toMatchObject({ type, state: 'active', version: 1, data: { tier: 'gold' } });
    expect(made.body.participants).toMatchObject([{ id: 'customer-1', purpose: 'customer', attributes: {} }]);
    const next = await channel.send({ conversationId });
    expect([next.status, takenOf(next)]).toEqual([200, { conversationId, accepted: [], dropped: [] }]);
    expect((await api.ok('GET', pathsOf(conversationId).conversation)).body).toEqual(made.body);
  },
);

test('each message without a conversation makes one', async () => {
  const channel = await openChannel(api, {});
  const ids = (await atOnce(5, () => channel.taken())).map(({ conversationId }) => conversationId);
  expect(new Set(ids).size).toBe(5);
});

test.for([
  'webmessaging',
  'sms',
  'mms',
  'whatsapp',
  'rcs',
  'messenger',
  'instagram',
  'viber',
  'telegram',
  'line',
  'applebc',
])('%s takes attributes with any message, and the later value stays', async (type) => {
  const channel = await openChannel(api, { type, allowed: ['tier', 'order_id'] });
  const { conversationId } = await channel.taken({ metadata: { tier: 'gold' } });
  const later = await channel.taken({ conversationId, metadata: { tier: 'silver', order_id: 5, other: 'x' } });
  const dropped = [{ name: 'other', reason: 'not-allowed' }];
  expect(later).toEqual({ conversationId, accepted: ['tier', 'order_id'], dropped });
  expect(await dataOf(api, conversationId)).toEqual({ tier: 'silver', order_id: 5 });
});

test('webchat drops as too-late what comes with a later message, name and email too', async () => {
  const channel = await openChannel(api, { type: 'webchat', allowed: ['tier'] });
  const { conversationId } = await channel.taken({ metadata: { tier: 'gold', name: 'Ada' } });
  const metadata = { tier: 'silver', name: 'Eve', email: 'eve@example.com', other: 'x' };
  const { accepted, dropped } = await channel.taken({ conversationId, metadata });
  expect(accepted).toEqual([]);
  expect(dropped).toEqual([
    ...['tier', 'name', 'email'].map((name) => ({ name, reason: 'too-late' })),
    { name: 'other', reason: 'not-allowed' },
  ]);
  expect(await dataOf(api, conversationId)).toEqual({ tier: 'gold', name: 'Ada' });
});

test('a conversation keeps the type it began with when its channel takes another', async () => {
  const channel = await openChannel(api, { type: 'webchat', allowed: ['tier'] });
  const chat = await channel.taken();
  await channel.patch({ type: 'webmessaging' });
  const metadata = { tier: 'gold', email: 'ada@example.com' };
  const late = await channel.taken({ conversationId: chat.conversationId, metadata });
  expect(late.dropped.map(({ reason }) => reason)).toEqual(['too-late', 'too-late']);
  const messaging = await channel.taken({ metadata });
  expect(messaging.dropped).toEqual([{ name: 'email', reason: 'not-allowed' }]);
  await channel.patch({ type: 'webchat' });
  const any = await channel.taken({ conversationId: messaging.conversationId, metadata });
  expect(any.accepted).toEqual(['tier']);
});

test('the list that counts is that of the moment, and what was taken under another stays', async () => {
  const channel = await openChannel(api, { allowed: ['before'] });
  const { conversationId } = await channel.taken({ metadata: { before: 1, after: 1 } });
  await channel.patch({ allowed: ['after'] });
  const { accepted, dropped } = await channel.taken({ conversationId, metadata: { before: 2, after: 2 } });
  expect([accepted, dropped]).toEqual([['after'], [{ name: 'before', reason: 'not-allowed' }]]);
  expect(await dataOf(api, conversationId)).toEqual({ before: 1, after: 2 });
});

test.for(['wrapup', 'handled', 'abandoned'])(
  'a message to a conversation that is %s is refused with 409',
  async (state) => {
    const channel = await openChannel(api, { allowed: ['tier'] });
    const { conversationId } = await channel.taken();
    await api.ok('PATCH', pathsOf(conversationId).conversation, { body: { state } });
    for (const message of [{}, { metadata: { tier: 'gold' } }, { metadata: { other: 'x' } }]) {
      const refused = await channel.send({ conversationId, ...message });
      expect(refused).toMatchObject({ status: 409, body: { code: 'conversation-ended' } });
    }
    expect((await api.ok('GET', pathsOf(conversationId).conversation)).body).toMatchObject({ state, data: {} });
  },
);

test("a message to another channel's conversation, or to one of no channel, is refused with 409", async () => {
  const one = await openChannel(api, { allowed: ['tier'] });
  const other = await openChannel(api, { allowed: ['tier'] });
  const { conversationId } = await one.taken();
  const ids = [conversationId, (await api.make()).id, (await api.make({ type: 'webmessaging' })).id];
  for (const id of ids) {
    const refused = await other.send({ conversationId: id, metadata: { tier: 'gold' } });
    expect(refused).toMatchObject({ status: 409, body: { code: 'wrong-channel' } });
    expect(await dataOf(api, id)).toEqual({});
  }
});

test('a message can not bring back an erased conversation', async () => {
  const channel = await openChannel(api, { allowed: ['tier'] });
  for (const message of [{}, { conversationId: `${channel.id}:erased` }]) {
    const { conversationId } = await channel.taken({ ...message, metadata: { tier: 'gold' } });
    await api.ok('DELETE', pathsOf(conversationId).conversation);
    const again = await channel.send({ conversationId });
    // An id that the server has made is no other one behind that of the channel: a conversation of its own begins.
    expect(again.status).toBe('conversationId' in message ? 409 : 201);
    expect((await api.call('GET', pathsOf(conversationId).conversation)).status).toBe(404);
  }
});

test("the user's own id is taken behind that of the channel, with it or without, and an impossible one refused with 400", async () => {
  const channel = await openChannel(api, { allowed: ['tier'] });
  const id = `${channel.id}:chat:4711`;
  const first = await channel.send({ conversationId: 'chat:4711', metadata: { tier: 'gold' } });
  expect([first.status, takenOf(first).conversationId]).toEqual([201, id]);
  for (const conversationId of ['chat:4711', id]) {
    const next = await channel.send({ conversationId });
    expect([next.status, takenOf(next).conversationId]).toEqual([200, id]);
  }
  const longest = 'x'.repeat(127 - channel.id.length);
  expect((await channel.send({ conversationId: longest })).status).toBe(201);
  const tooLong = await channel.send({ conversationId: `${longest}x` });
  expect(tooLong).toMatchObject({ status: 400, body: { errors: [{ name: 'conversationId' }] } });
  for (const conversationId of ['', 'no id', 'calls', 'x'.repeat(129)]) {
    expect((await channel.send({ conversationId })).status).toBe(400);
  }
});

test('no message takes an id that others may want: those that messages make begin with that of the channel', async () => {
  const channel = await openChannel(api, { allowed: ['tier'] });
  const other = await openChannel(api, {});
  const wanted = ['call-4711', '1', channel.id, `${channel.id}-1`, `x${channel.id}:1`, `${other.id}:1`];
  for (const conversationId of wanted) {
    const taken = await channel.taken({ conversationId, metadata: { tier: 'gold' } }, `key-${conversationId}`);
    expect(taken.conversationId).toBe(`${channel.id}:${conversationId}`);
    expect(await dataOf(api, taken.conversationId)).toEqual({ tier: 'gold' });
    expect((await api.call('GET', pathsOf(conversationId).conversation)).status).toBe(404);
    // It is as free as before; who takes it now has nothing to do with the channel.
    await api.make({ id: conversationId });
    expect(await channel.send({ conversationId })).toMatchObject({ status: 409, body: { code: 'wrong-channel' } });
  }
});

test('of first messages at once to one id one begins the conversation, and each attribute is there', async () => {
  const allowed = Array.from({ length: 5 }, (_, position) => `name_${position}`);
  const channel = await openChannel(api, { allowed });
  for (let run = 0; run < 10; run++) {
    const conversationId = `${channel.id}:at-once-${run}`;
    const answers = await atOnce(5, (position) =>
      channel.send({ conversationId, metadata: { [`name_${position}`]: position } }),
    );
    expect(tally(answers)).toEqual({ 200: 4, 201: 1 });
    const all = Object.fromEntries(allowed.map((name, position) => [name, position]));
    expect(await dataOf(api, conversationId)).toEqual(all);
  }
});

test('a full conversation goes on: what has no room is dropped as too-large', async () => {
  const channel = await openChannel(api, { allowed: ['tier', 'order_id'] });
  const { conversationId } = await channel.taken({ metadata: { tier: 'gold' } });
  // 60 bytes are left.
  const data = bagOfBytes(64 * 1024 - '"gold"tier'.length - 60);
  await api.ok('PATCH', pathsOf(conversationId).conversation, { body: { data } });
  const metadata = { tier: 'x'.repeat(100), other: 'x' };
  const { accepted, dropped } = await channel.taken({ conversationId, metadata });
  expect(accepted).toEqual([]);
  expect(dropped).toEqual([
    { name: 'other', reason: 'not-allowed' },
    { name: 'tier', reason: 'too-large' },
  ]);
  expect((await channel.taken({ conversationId, metadata: { order_id: 4711 } })).accepted).toEqual(['order_id']);
  expect(await dataOf(api, conversationId)).toEqual({ ...data, tier: 'gold', order_id: 4711 });
});

test('a first message with more than 64 KiB of attributes begins the conversation without them', async () => {
  const allowed = Array.from({ length: 9 }, (_, position) => `text_${position}`);
  const channel = await openChannel(api, { allowed });
  const metadata = Object.fromEntries(allowed.map((name) => [name, 'x'.repeat(8000)]));
  const first = await channel.send({ metadata });
  const { conversationId, accepted, dropped } = takenOf(first);
  expect([first.status, accepted]).toEqual([201, []]);
  expect(dropped).toEqual(allowed.map((name) => ({ name, reason: 'too-large' })));
  expect(await dataOf(api, conversationId)).toEqual({});
});

test('a message as messengers send it is taken: what is not used is ignored, and is no part of the request', async () => {
  const channel = await openChannel(api, { allowed: ['tier'] });
  const path = `/api/v2/webchat/channels/${channel.id}/messages`;
  const headers = { 'idempotency-key': 'delivery' };
  const send = (more: object) =>
    api.call('POST', path, {
      headers,
      body: {
        action: 'onMessage',
        ...more,
        constructor: 'canary',
        message: {
          type: 'Text',
          direction: 'Inbound',
          text: 'Hello',
          content: [{ contentType: 'Attachment' }],
          channel: {
            platform: 'Open',
            time: '2026-01-01T00:00:00Z',
            from: { nickname: 'Ada', idType: 'Opaque' },
            metadata: { customAttributes: { tier: 'gold' } },
          },
        },
      },
    });
  const first = await send({ token: 'one' });
  expect(first).toMatchObject({ status: 201, body: { accepted: ['tier'], dropped: [] } });
  expect((await send({ token: 'two' })).body).toEqual(first.body);
  const { conversationId } = takenOf(first);
  expect((await api.ok('GET', `${pathsOf(conversationId).conversation}/export`)).text).not.toMatch(
    /canary|Ada|Inbound/,
  );
});

test.each([
  { field: 'message', body: { message: [] } },
  { field: 'message.text', body: { message: { type: 'Text' } } },
  { field: 'message.channel', body: { message: { text: '', channel: 'Open' } } },
  { field: 'metadata', body: { message: { text: '' }, metadata: [] } },
])('a message with a wrong $field is refused with 400, which is named', async ({ field, body }) => {
  const channel = await openChannel(api, {});
  const refused = await api.call('POST', `/api/v2/webchat/channels/${channel.id}/messages`, { body });
  expect(refused).toMatchObject({ status: 400, body: { errors: [{ name: field }] } });
});
