import { expect, test } from 'vitest';
import { useApi } from '../support/api.ts';
import { pathsOf } from '../support/paths.ts';
import { TestContact } from './connect.ts';

const api = useApi();
const conversationOf = async ({ initialId }: TestContact) =>
  (await api.ok('GET', pathsOf(initialId).conversation)).body;
const present = async (contact: TestContact) => {
  const { participants } = await conversationOf(contact);
  return participants.filter(({ endTime }) => endTime === undefined).map(({ purpose }) => purpose);
};

test('a contact that begins makes the conversation, once however often and late the event comes', async () => {
  const contact = new TestContact();
  await contact.tell('initiated');
  await contact.act({ action: 'set', tier: 'gold' });
  await contact.tell('initiated');
  expect(await present(contact)).toEqual(['customer', 'contact']);
  expect((await api.ok('GET', pathsOf(contact.id).interaction)).body.participants[0]).toMatchObject({
    addresses: [{ type: 'tel', uri: 'tel:+1234567890' }],
  });
});

test('an agent who is connected takes part, and sees what the flow has set', async () => {
  const contact = new TestContact();
  await contact.act({ action: 'set', tier: 'gold' });
  await contact.tell('connected');
  await contact.tell('connected');
  expect(await present(contact)).toEqual(['customer', 'contact', 'agent']);
  const { body } = await api.ok('GET', pathsOf(contact.id).interaction);
  expect(body.participants).toMatchObject([
    { attributes: { tier: 'gold' } },
    {},
    { id: `agent-${contact.id}`, externalId: '12345678-1234-1234-1234-123456789012' },
  ]);
  expect(await conversationOf(contact)).toMatchObject({ queueId: 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee' });
});

test('the last contact of a conversation takes it to wrap-up, and to its end when the work after it is done', async () => {
  const contact = new TestContact();
  await contact.tell('initiated');
  await contact.tell('connected');
  await contact.act({ action: 'set', outcome: 'solved' });
  await contact.tell('disconnected');
  expect(await conversationOf(contact)).toMatchObject({ state: 'wrapup' });
  expect((await api.ok('GET', pathsOf(contact.id).attributes('customer-1'))).body.attributes).toEqual({
    outcome: 'solved',
  });
  await contact.tell('disconnected');
  await contact.tell('completed');
  await contact.tell('completed');
  expect(await conversationOf(contact)).toMatchObject({ state: 'handled' });
});

test('a contact that is transferred does not end the conversation, and its agent leaves', async () => {
  const first = new TestContact();
  await first.tell('connected');
  const second = new TestContact(first);
  await second.tell('initiated');
  await first.tell('disconnected');
  await first.tell('completed');
  expect(await conversationOf(first)).toMatchObject({ id: first.id, state: 'active' });
  expect(await present(first)).toEqual(['customer', 'contact']);
  await second.tell('connected');
  expect(await second.act({ action: 'set', outcome: 'solved' })).toMatchObject({ ok: 'true' });
  await second.tell('disconnected');
  expect(await conversationOf(first)).toMatchObject({ state: 'wrapup' });
  await second.tell('completed');
  expect(await conversationOf(first)).toMatchObject({ state: 'handled' });
});

test.each([
  [['completed', 'disconnected', 'connected', 'initiated'] as const],
  [['connected', 'completed', 'initiated', 'disconnected'] as const],
  [['disconnected', 'initiated', 'connected', 'completed'] as const],
])('events in the order %j leave the same end', async (order) => {
  const contact = new TestContact();
  for (const event of order) await contact.tell(event);
  expect(await conversationOf(contact)).toMatchObject({ state: 'handled' });
});

test('two contacts that are over at once end the conversation once', async () => {
  const first = new TestContact();
  const second = new TestContact(first);
  await Promise.all([first.tell('initiated'), second.tell('initiated')]);
  await Promise.all([first.tell('disconnected'), second.tell('disconnected')]);
  expect(await conversationOf(first)).toMatchObject({ state: 'wrapup' });
});

test('a supervisor who listens is nobody in the conversation, and other events change nothing', async () => {
  const contact = new TestContact();
  await contact.tell('initiated');
  const { version } = await conversationOf(contact);
  await new TestContact(contact).tell('connected', { initiationMethod: 'MONITOR', InitiationMethod: 'MONITOR' });
  await contact.tell('initiated', { eventType: 'QUEUED' });
  await contact.tell('initiated', { eventType: 'A_NEW_TYPE' });
  expect((await conversationOf(contact)).version).toBe(version);
});

test('an event without a contact is refused', async () => {
  await expect(new TestContact().tell('initiated', { contactId: '' })).rejects.toThrow('no contactId');
});
