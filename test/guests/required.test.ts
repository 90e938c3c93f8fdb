import { expect, test } from 'vitest';
import { useApi } from '../support/api.ts';
import { dataOf, openChannel, takenOf } from './support.ts';

const api = useApi();

const text = 'Please tell us your e-mail address';
const required = ['name', { name: 'email', text }];
const whole = { name: 'Ada', email: 'ada@example.org' };

test.for(['webchat', 'webmessaging'])(
  'a first message on %s without what the channel requires makes no conversation, and names each with its text',
  async (type) => {
    const channel = await openChannel(api, { type, required });
    const conversationId = `guest-${type}`;
    const refused = await channel.send({ conversationId, metadata: { name: ' ', email: { at: 1 } } });
    expect([refused.status, refused.body.code, refused.body.errors]).toEqual([
      422,
      'unprocessable-content',
      [
        { name: 'name', reason: 'is blank: a first message on this channel must have it' },
        { name: 'email', reason: 'was not taken (wrong-type): a first message on this channel must have it', text },
      ],
    ]);
    expect((await channel.send({})).body.errors).toEqual([
      { name: 'name', reason: expect.stringContaining('is missing') },
      { name: 'email', reason: expect.stringContaining('is missing'), text },
    ]);
    const first = await channel.send({ conversationId, metadata: whole });
    expect([first.status, takenOf(first).dropped]).toEqual([201, []]);
    expect(await dataOf(api, takenOf(first).conversationId)).toEqual(whole);
    expect((await channel.send({ conversationId })).status).toBe(200);
  },
);

test('a first message that comes again after its channel requires more is answered as before', async () => {
  const channel = await openChannel(api, { required: ['name'] });
  const first = await channel.send({ metadata: { name: 'Ada' } }, 'required-later');
  await channel.patch({ required });
  const again = await channel.send({ metadata: { name: 'Ada' } }, 'required-later');
  expect([again.status, again.body]).toEqual([201, first.body]);
  expect((await channel.send({ metadata: { name: 'Ada' } }, 'required-other')).status).toBe(422);
});

test('what is required is part of the settings, leaves the rest as it was, and an empty list takes it back', async () => {
  const channel = await openChannel(api, { allowed: ['tier'], required });
  const path = `/api/v2/webchat/channels/${channel.id}`;
  const settings = async () => (await api.ok('GET', path)).body;
  expect(await settings()).toMatchObject({ settings: { webchat: { attributes: { allowed: ['tier'], required } } } });
  await channel.patch({ required: [] });
  expect(await settings()).toMatchObject({
    settings: { webchat: { attributes: { allowed: ['tier'], required: [] } } },
  });
  expect((await channel.send({})).status).toBe(201);
});

test.each([
  [['with space'], 400],
  [[{ name: 'email' }], 400],
  [['email', 'email'], 422],
  [[{ name: 'email', text: 'x'.repeat(257) }], 422],
  [Array.from({ length: 101 }, (_, at) => `n${at}`), 422],
])('a list of what is required that breaks a rule is refused: %#', async (list, status) => {
  const body = { settings: { webchat: { attributes: { required: list } } } };
  expect((await api.call('PATCH', '/api/v2/webchat/channels/any', { body })).status).toBe(status);
});
