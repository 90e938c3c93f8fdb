import { expect, test } from 'vitest';
import { useApi } from '../support/api.ts';
import { dataOf, openChannel } from './support.ts';

const api = useApi();

/** The bags of a message, the winner first. */
const bags = ['metadata', 'message_metadata', 'customAttributes'] as const;

test.for(['webchat', 'webmessaging'])(
  'on %s metadata wins over message_metadata, and that over customAttributes, name by name',
  async (type) => {
    // One name for each way in which it can stand in the three bags.
    const places = Array.from({ length: 7 }, (_, bits) =>
      bags.filter((_bag, position) => (bits + 1) & (1 << position)),
    );
    const nameOf = (inBags: readonly string[]) => inBags.join('_and_');
    const message = Object.fromEntries(
      bags.map((bag) => {
        const here = places.filter((inBags) => inBags.includes(bag));
        return [bag, Object.fromEntries(here.map((inBags) => [nameOf(inBags), bag]))];
      }),
    );
    const channel = await openChannel(api, { type, allowed: places.map(nameOf) });
    const { conversationId, dropped } = await channel.taken(message);
    expect(dropped).toEqual([]);
    expect(await dataOf(api, conversationId)).toEqual(
      Object.fromEntries(places.map((inBags) => [nameOf(inBags), inBags[0]])),
    );
  },
);

test('names that differ in case do not win over one another', async () => {
  const channel = await openChannel(api, { allowed: ['tier', 'Tier'] });
  const { conversationId } = await channel.taken({ metadata: { tier: 'a' }, customAttributes: { Tier: 'b' } });
  expect(await dataOf(api, conversationId)).toEqual({ tier: 'a', Tier: 'b' });
});

test('the value that wins is judged alone: when it is dropped, no other takes its place', async () => {
  const channel = await openChannel(api, { allowed: [{ name: 'count', type: 'integer' }, 'tier'] });
  const { conversationId, accepted, dropped } = await channel.taken({
    metadata: { count: 'five', tier: null },
    message_metadata: { count: 5, tier: 'gold' },
    customAttributes: { count: 6, tier: 'silver' },
  });
  expect(accepted).toEqual([]);
  expect(dropped).toEqual([
    { name: 'count', reason: 'wrong-type' },
    { name: 'tier', reason: 'wrong-type' },
  ]);
  expect(await dataOf(api, conversationId)).toEqual({});
});

test('a name that is not allowed is reported once, in however many bags it stands', async () => {
  const channel = await openChannel(api, { allowed: [] });
  const bag = { other: 'x' };
  const { dropped } = await channel.taken({ metadata: bag, message_metadata: bag, customAttributes: bag });
  expect(dropped).toEqual([{ name: 'other', reason: 'not-allowed' }]);
});

test.for([
  [{ message: { text: 'Hi' }, metadata: ['tier'] }, 'metadata'],
  [{ message: { text: 'Hi' }, metadata: null }, 'metadata'],
  [{ message: { text: 'Hi' }, message_metadata: 'tier' }, 'message_metadata'],
  [
    { message: { text: 'Hi', channel: { metadata: { customAttributes: 5 } } } },
    'message.channel.metadata.customAttributes',
  ],
  [{ message: { text: 'Hi', channel: { metadata: { custom: {} } } } }, 'message.channel.metadata.custom'],
  [{ message: { text: 'Hi' }, attributes: { tier: 'gold' } }, 'attributes'],
  [{ message: { text: 5 } }, 'message.text'],
  [{ message: {} }, 'message.text'],
  [{ metadata: { tier: 'gold' } }, 'message'],
] as const)('refuses the malformed message %j, names %s and makes nothing', async ([body, name]) => {
  const { id } = await openChannel(api, { allowed: ['tier'] });
  const from = new Date().toISOString();
  const refused = await api.call('POST', `/api/v2/webchat/channels/${id}/messages`, { body });
  expect(refused).toMatchObject({ status: 400, body: { errors: [{ name }] } });
  const found = await api.ok('GET', `/api/v2/conversations?type=webmessaging&from=${from}`);
  expect(found.body).toEqual({ conversations: [] });
});
