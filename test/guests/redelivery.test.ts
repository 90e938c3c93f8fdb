import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { itemOf } from '../life/support.ts';
import { tally } from '../support/answer.ts';
import { useApi } from '../support/api.ts';
import { pathsOf } from '../support/paths.ts';
import { atOnce } from '../support/repeat.ts';
import { dataOf, openChannel, takenOf } from './support.ts';

const api = useApi();

async function versionOf(conversationId: string): Promise<number> {
  return (await api.ok('GET', pathsOf(conversationId).conversation)).body.version;
}

test.for(['webchat', 'webmessaging'])('a first message on %s that comes twice makes one conversation', async (type) => {
  const channel = await openChannel(api, { type, allowed: ['tier'] });
  const key = randomUUID();
  const message = { metadata: { tier: 'gold', other: 'x' } };
  const first = await channel.send(message, key);
  const again = await channel.send(message, key);
  expect([first.status, again.status]).toEqual([201, 201]);
  expect(again.body).toEqual(first.body);
  expect(await dataOf(api, takenOf(first).conversationId)).toEqual({ tier: 'gold' });
  expect(await versionOf(takenOf(first).conversationId)).toBe(1);
});

test.for(['webchat', 'webmessaging'])('a first message on %s that comes ten times at once makes one', async (type) => {
  const channel = await openChannel(api, { type, allowed: ['tier'] });
  for (let run = 0; run < 4; run++) {
    const key = randomUUID();
    const answers = await atOnce(10, () => channel.send({ metadata: { tier: 'gold' } }, key));
    expect(tally(answers)).toEqual({ 201: 10 });
    const [first, ...others] = answers.map(takenOf);
    expect(first?.accepted).toEqual(['tier']);
    for (const other of others) expect(other).toEqual(first);
    expect(await versionOf(first?.conversationId ?? '')).toBe(1);
  }
});

test('a first message to an id of the user that comes ten times at once begins it once', async () => {
  const channel = await openChannel(api, { type: 'webchat', allowed: ['tier'] });
  for (let run = 0; run < 4; run++) {
    const message = { conversationId: `given-${run}`, metadata: { tier: 'gold' } };
    const answers = await atOnce(10, () => channel.send(message, `given-${run}`));
    expect(tally(answers)).toEqual({ 201: 10 });
    for (const answer of answers) expect(takenOf(answer).accepted).toEqual(['tier']);
    expect(await versionOf(`${channel.id}:${message.conversationId}`)).toBe(1);
  }
});

test('a later message that comes again does not bring back a value that another has overwritten', async () => {
  const channel = await openChannel(api, { allowed: ['tier'] });
  const { conversationId } = await channel.taken();
  const message = { conversationId, metadata: { tier: 'gold' } };
  const first = await channel.send(message, 'later');
  await channel.taken({ conversationId, metadata: { tier: 'silver' } });
  const again = await channel.send(message, 'later');
  expect([again.status, again.body]).toEqual([first.status, first.body]);
  expect(await dataOf(api, conversationId)).toEqual({ tier: 'silver' });
});

test('a message that was taken is answered alike when it comes again after the end', async () => {
  const channel = await openChannel(api, { allowed: ['tier'] });
  const first = await channel.send({ metadata: { tier: 'gold' } }, 'before-the-end');
  const { conversationId } = takenOf(first);
  const next = { conversationId, metadata: { tier: 'silver' } };
  const second = await channel.send(next, 'before-the-end-2');
  await api.ok('PATCH', pathsOf(conversationId).conversation, { body: { state: 'handled' } });
  const again = await channel.send({ metadata: { tier: 'gold' } }, 'before-the-end');
  expect([again.status, again.body]).toEqual([201, first.body]);
  const secondAgain = await channel.send(next, 'before-the-end-2');
  expect([secondAgain.status, secondAgain.body]).toEqual([200, second.body]);
});

test('one key for two different messages is refused with 422, one after the other and at once', async () => {
  const channel = await openChannel(api, { allowed: ['tier'] });
  await channel.taken({ metadata: { tier: 0 } }, 'one-key');
  const refused = await channel.send({ metadata: { tier: 1 } }, 'one-key');
  expect(refused).toMatchObject({ status: 422, body: { code: 'idempotency-key-reused' } });
  const answers = await atOnce(5, (tier) => channel.send({ metadata: { tier } }, 'at-once'));
  expect(tally(answers)).toEqual({ 201: 1, 422: 4 });
  const winner = answers.findIndex(({ status }) => status === 201);
  const { conversationId } = takenOf(answers[winner] ?? refused);
  expect(await dataOf(api, conversationId)).toEqual({ tier: winner });
});

test('what a repeated answer calls accepted is what was kept, though the list has changed meanwhile', async () => {
  const channel = await openChannel(api, { allowed: ['tier', { name: 'count', type: 'integer' }] });
  const message = { metadata: { tier: 'gold', order_id: 5, count: 'many' } };
  const first = await channel.send(message, 'list-changed');
  await channel.patch({ allowed: ['order_id'] });
  const again = await channel.send(message, 'list-changed');
  expect(await dataOf(api, takenOf(first).conversationId)).toEqual({ tier: 'gold' });
  expect([again.status, again.body]).toEqual([201, first.body]);
});

test('a message under a key that has had its 24 hours is refused while that is known, and not taken again', async () => {
  const channel = await openChannel(api, { allowed: ['tier'] });
  const message = { conversationId: 'late', metadata: { tier: 'gold' } };
  const { conversationId } = await channel.taken(message, 'late');
  await channel.patch({ allowed: [] });
  const { now } = Date;
  try {
    Date.now = () => now() + 25 * 60 * 60 * 1000;
    const late = await channel.send(message, 'late');
    expect(late).toMatchObject({ status: 409, body: { code: 'idempotency-key-expired' } });
    expect(await dataOf(api, conversationId)).toEqual({ tier: 'gold' });
  } finally {
    Date.now = now;
  }
});

test('a first message that comes again after more than 24 hours, and even after the end, is not taken twice', async () => {
  const channel = await openChannel(api, { allowed: ['tier'] });
  const message = { metadata: { tier: 'gold' } };
  const first = await channel.send(message, 'very-late');
  const { conversationId } = takenOf(first);
  await channel.taken({ conversationId, metadata: { tier: 'silver' } });
  const { now } = Date;
  try {
    Date.now = () => now() + 25 * 60 * 60 * 1000;
    const late = await channel.send(message, 'very-late');
    expect([late.status, late.body]).toEqual([201, first.body]);
    expect(await dataOf(api, conversationId)).toEqual({ tier: 'silver' });
    const other = await channel.send({ metadata: { tier: 'bronze' } }, 'very-late');
    expect(other).toMatchObject({ status: 409, body: { code: 'idempotency-key-expired' } });
    await api.ok('PATCH', pathsOf(conversationId).conversation, { body: { state: 'handled' } });
    expect(await channel.send(message, 'very-late')).toMatchObject({ status: 201, body: first.body });
  } finally {
    Date.now = now;
  }
});

test('what had no room is not called accepted when the message comes again', async () => {
  const allowed = Array.from({ length: 9 }, (_, position) => `text_${position}`);
  const channel = await openChannel(api, { allowed });
  const message = { metadata: Object.fromEntries(allowed.map((name) => [name, 'x'.repeat(8000)])) };
  const first = await channel.send(message, 'no-room');
  const again = await channel.send(message, 'no-room');
  expect(takenOf(first).accepted).toEqual([]);
  expect([again.status, again.body]).toEqual([201, first.body]);
});

test('what became of more attributes than a list allows is not kept: it would take the room of what is', async () => {
  const channel = await openChannel(api, { allowed: ['tier'] });
  const results = async (count: number) => {
    const metadata = Object.fromEntries(Array.from({ length: count }, (_, number) => [`name_${number}`, 'x']));
    const { conversationId } = await channel.taken({ metadata });
    const item = (await itemOf(conversationId)) ?? {};
    const entries = Object.entries(item).flatMap(([name, { L = [] }]) => (name.startsWith('o/') ? [L] : []));
    return entries.map(([, result]) => result?.S);
  };
  expect(await results(128)).toEqual(['n'.repeat(128)]);
  expect(await results(129)).toEqual([undefined]);
});

test("a key counts for one channel: another channel's message under it makes a conversation of its own", async () => {
  const one = await openChannel(api, { allowed: ['tier'] });
  const other = await openChannel(api, { allowed: ['tier'] });
  const first = await one.taken({ metadata: { tier: 'one' } }, 'two-channels');
  const second = await other.send({ metadata: { tier: 'other' } }, 'two-channels');
  expect(second.status).toBe(201);
  expect(takenOf(second).conversationId).not.toBe(first.conversationId);
  expect(await dataOf(api, takenOf(second).conversationId)).toEqual({ tier: 'other' });
});

test('a key counts for one path: a conversation that is made under the key of a message is another one', async () => {
  const channel = await openChannel(api, {});
  const { conversationId } = await channel.taken({}, 'two-paths');
  const body = { type: 'voice', participants: [] };
  const made = await api.ok('POST', '/api/v2/conversations', { body, headers: { 'idempotency-key': 'two-paths' } });
  expect(made.body.id).not.toBe(conversationId);
  expect(made.body).toMatchObject({ type: 'voice' });
});
