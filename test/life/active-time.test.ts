import { expect, test } from 'vitest';
import type { Answer } from '../support/answer.ts';
import { useClockedApi } from '../support/clock.ts';
import { type Paths, pathsOf } from '../support/paths.ts';
import { days, hours, minutes, sweep } from './support.ts';

const { api, start, setClock } = useClockedApi();

/** The sweeper looks at a time after the start; the state of the conversation after it. */
async function stateAt(made: Paths, later: number): Promise<string> {
  setClock(start + later);
  await sweep(api);
  return (await api.ok('GET', made.conversation)).body.state;
}

async function makeAtStart(body: object = {}): Promise<Paths> {
  setClock(start);
  return api.make(body);
}

test.each([
  { type: 'voice', time: 1 * days },
  { type: 'webchat', time: 1 * days },
  { type: 'callback', time: 7 * days },
  { type: 'webmessaging', time: 7 * days },
  ...['sms', 'mms', 'whatsapp', 'rcs', 'messenger', 'instagram', 'viber', 'telegram', 'line', 'applebc'].map(
    (type) => ({ type, time: 7 * days }),
  ),
  { type: 'email', time: 7 * days },
  { type: 'task', time: 30 * days },
])('a conversation on $type ends when nobody has written to it for the time of its type', async ({ type, time }) => {
  const made = await makeAtStart({ type });
  expect(await stateAt(made, time - 1000)).toBe('active');
  expect(await stateAt(made, time)).toBe('wrapup');
});

const bag = { attributes: { tier: 'gold' } };

/** Each kind of write. */
const writes: Readonly<Record<string, (made: Paths) => Promise<Answer>>> = {
  'a set': (made) => api.ok('POST', made.flow(), { body: bag }),
  'a flush with a last batch': (made) => api.ok('POST', made.flush(), { body: bag }),
  'a patch of data': (made) => api.ok('PATCH', made.conversation, { body: { data: { tier: 'gold' } } }),
  'a new call queue': (made) => api.ok('PATCH', made.conversation, { body: { queueId: 'sales' } }),
  'a patch of a participant': (made) => api.ok('PATCH', made.attributes(), { body: bag }),
  'a patch of an interaction': (made) =>
    api.ok('PATCH', made.interaction, { body: { participants: [{ id: 'customer', ...bag }] } }),
  'a participant who joins': (made) => api.ok('POST', made.participants, { body: { purpose: 'agent' } }),
  'a secured patch': (made) => api.ok('PATCH', `${made.conversation}/secureattributes`, { body: bag }),
};

test.each(Object.entries(writes))('%s prolongs the time by all of it', async (_, write) => {
  const made = await makeAtStart();
  expect(await stateAt(made, 20 * hours)).toBe('active');
  await write(made);
  expect(await stateAt(made, 44 * hours - 1000)).toBe('active');
  expect(await stateAt(made, 44 * hours)).toBe('wrapup');
});

test('a message of a guest prolongs the time by all of it', async () => {
  setClock(start);
  const channel = '/api/v2/webchat/channels/widget';
  const settings = { webchat: { type: 'webmessaging', attributes: { allowed: ['tier'] } } };
  await api.ok('PATCH', channel, { body: { settings } });
  const say = (more: object = {}) =>
    api.ok('POST', `${channel}/messages`, {
      body: { message: { text: 'Hello' }, metadata: { tier: 'gold' }, ...more },
    });
  const { conversationId } = JSON.parse((await say()).text);
  const made = pathsOf(conversationId);
  expect(await stateAt(made, 6 * days)).toBe('active');
  await say({ conversationId });
  expect(await stateAt(made, 13 * days - 1000)).toBe('active');
  expect(await stateAt(made, 13 * days)).toBe('wrapup');
});

test('reads, refusals, repeats and what the sweeper writes itself prolong nothing', async () => {
  const made = await makeAtStart();
  setClock(start + 1 * hours);
  const headers = { 'idempotency-key': 'last' };
  const last = () => api.ok('POST', made.flow(), { body: bag, headers });
  await last();
  setClock(start + 1 * hours + 10 * minutes);
  await last();
  // It flushes what is pending, and says when it looks next.
  expect(await stateAt(made, 2 * hours)).toBe('active');
  await api.ok('GET', made.conversation);
  await api.ok('GET', `${made.flow()}?flowType=bot`);
  const stale = await api.call('PATCH', made.conversation, { body: { data: { tier: 1 }, version: 1 } });
  expect(stale.status).toBe(409);
  expect(await stateAt(made, 25 * hours - 1000)).toBe('active');
  expect(await stateAt(made, 25 * hours)).toBe('wrapup');
});

test('the settings of a channel type say how long its conversations may be active, and of no other', async () => {
  const put = (activeMaxSeconds?: number) =>
    api.ok('PUT', '/api/v2/settings/channels/voice', {
      body: { savedAttributes: [], retentionDays: 30, activeMaxSeconds },
    });
  await put(2 * 60 * 60);
  const [made, other] = [await makeAtStart(), await makeAtStart({ type: 'webchat' })];
  expect(await stateAt(made, 2 * hours - 1000)).toBe('active');
  expect(await stateAt(made, 2 * hours)).toBe('wrapup');
  expect((await api.ok('GET', other.conversation)).body.state).toBe('active');
  await put();
  const later = await makeAtStart();
  expect(await stateAt(later, 2 * hours)).toBe('active');
  expect(await stateAt(later, 1 * days)).toBe('wrapup');
});
