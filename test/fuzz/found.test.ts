import { describe, expect, test } from 'vitest';
import { useApi } from '../support/api.ts';

// What the fuzz found once, so that it is tried each time.

const api = useApi();

const names: readonly { name: unknown }[] = [
  { name: { toString: 1, valueOf: 1 } },
  { name: { toString: [] } },
  { name: [[]] },
  { name: null },
  { name: 1 },
];

test.each(names)('a saved attribute that is $name is refused with 400, and is no fault', async ({ name }) => {
  const body = { savedAttributes: ['tier', name], retentionDays: 30 };
  const answer = await api.send('PUT', '/api/v2/settings/channels/voice', { body });
  expect([answer.status, answer.body.code]).toEqual([400, 'bad-request']);
  expect(answer.body.errors.map((error) => error.name)).toContain('savedAttributes.1');
});

describe.each(['[]', '[1]', '[{}]', '1e200', '"text"', 'null', 'true'])('%s in the place of an object', (value) => {
  const message = '/api/v2/webchat/channels/shop/messages';
  test.each([
    { field: 'settings', path: '/api/v2/webchat/channels/shop', body: `{"settings":${value}}` },
    { field: 'settings.webchat', path: '/api/v2/webchat/channels/shop', body: `{"settings":{"webchat":${value}}}` },
    { field: 'message', path: message, body: `{"message":${value}}` },
    { field: 'message.channel', path: message, body: `{"message":{"text":"a","channel":${value}}}` },
    {
      field: 'message.channel.metadata',
      path: message,
      body: `{"message":{"text":"a","channel":{"metadata":${value}}}}`,
    },
    {
      field: 'message.channel.metadata.customAttributes',
      path: message,
      body: `{"message":{"text":"a","channel":{"metadata":{"customAttributes":${value}}}}}`,
    },
    { field: 'metadata', path: message, body: `{"message":{"text":"a"},"metadata":${value}}` },
    { field: 'message_metadata', path: message, body: `{"message":{"text":"a"},"message_metadata":${value}}` },
  ])('is refused with 400 as $field', async ({ path, body }) => {
    const answer = await api.call(path === message ? 'POST' : 'PATCH', path, { body });
    expect([answer.status, answer.body.code]).toEqual([400, 'bad-request']);
  });

  test('is refused with 400 as wrapup', async () => {
    const { conversation } = await api.make();
    const answer = await api.call('PATCH', conversation, { body: `{"wrapup":${value}}` });
    expect([answer.status, answer.body.code]).toEqual([400, 'bad-request']);
  });
});
