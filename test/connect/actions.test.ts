import { expect, test } from 'vitest';
import { useApi } from '../support/api.ts';
import { pathsOf } from '../support/paths.ts';
import { TestContact } from './connect.ts';

const api = useApi();
const ok = { ok: 'true', code: '', message: '', notSet: '' };
const attributesOf = async ({ initialId }: TestContact, participant = 'customer') =>
  (await api.ok('GET', pathsOf(initialId).attributes(participant))).body.attributes;

test('a set in a contact that nobody knows makes its conversation, with its channel and the address of its customer', async () => {
  const contact = new TestContact();
  expect(await contact.act({ action: 'set', tier: 'gold', language: 'de' })).toEqual(ok);
  const { body } = await api.ok('GET', pathsOf(contact.id).interaction);
  expect(body).toMatchObject({
    id: contact.id,
    participants: [
      { id: 'customer-1', type: 'customer', addresses: [{ type: 'tel', uri: 'tel:+1234567890' }], attributes: {} },
      { type: 'contact' },
    ],
  });
  expect((await api.ok('GET', pathsOf(contact.id).conversation)).body).toMatchObject({ type: 'voice' });
});

test.each([
  ['CHAT', 'API', 'webmessaging'],
  ['TASK', 'API', 'task'],
  ['VOICE', 'CALLBACK', 'callback'],
])('a contact of channel %s begun by %s is a conversation of type %s', async (Channel, InitiationMethod, type) => {
  const contact = new TestContact();
  const data = { Channel, InitiationMethod, CustomerEndpoint: null };
  expect(await contact.act({ action: 'get' }, data)).toEqual(ok);
  expect((await api.ok('GET', pathsOf(contact.id).conversation)).body).toMatchObject({ type });
});

test('what a flow sets it gets itself, and others see it after the flush', async () => {
  const contact = new TestContact();
  await contact.act({ action: 'set', tier: 'gold', 'first name': 'Ada' });
  expect(await contact.act({ action: 'get', tier: 'standard' })).toEqual({ ...ok, tier: 'gold' });
  expect(await attributesOf(contact)).toEqual({});
  expect(await contact.act({ action: 'flush', step: 'menu' })).toEqual({ ...ok, flushed: 'tier,first name,step' });
  expect(await attributesOf(contact)).toEqual({ tier: 'gold', 'first name': 'Ada', step: 'menu' });
  expect(await contact.act({ action: 'get' })).toEqual({ ...ok, tier: 'gold', first_name: 'Ada', step: 'menu' });
});

test('what is not set is named, and has the value that the flow gave for that case', async () => {
  const contact = new TestContact();
  await contact.act({ action: 'set', tier: 'gold' });
  const answer = await contact.act({ action: 'get', tier: 'standard', segment: 'unknown', balance: '0' });
  expect(answer).toEqual({ ...ok, notSet: 'segment,balance', tier: 'gold', segment: 'unknown', balance: '0' });
});

test('values that are no texts are answered as their JSON, each digit of a number as it was sent', async () => {
  const contact = new TestContact();
  await contact.act({ action: 'get' });
  const body = '{"attributes":{"customer":12345678901234567890,"open":true,"order":{"no":1.10}}}';
  await api.ok('PATCH', pathsOf(contact.id).attributes(), { body });
  const answer = await contact.act({ action: 'get' });
  expect(answer).toEqual({ ...ok, customer: '12345678901234567890', open: 'true', order: '{"no":1.10}' });
});

test('an attribute with a name of the answer itself is answered with an underscore behind it', async () => {
  const contact = new TestContact();
  await contact.act({ action: 'set', code: '1234', ok: 'no' });
  expect(await contact.act({ action: 'get', code: '', message: 'none' })).toEqual({
    ...ok,
    notSet: 'message',
    code_: '1234',
    message_: 'none',
  });
});

test('so is one with a name that only some answers have, and one called like a method of objects keeps its name', async () => {
  const contact = new TestContact();
  const attributes = { unreadable: 'u', flushed: 'f', toString: 't', constructor: 'c' };
  await contact.act({ action: 'setSecured', ...attributes });
  const expected = { ...ok, unreadable_: 'u', flushed_: 'f', toString: 't', constructor: 'c' };
  expect(await contact.act({ action: 'getSecured' })).toEqual(expected);
});

test('the contact that it is transferred to goes on in the same conversation, with what was flushed', async () => {
  const first = new TestContact();
  await first.act({ action: 'set', tier: 'gold' });
  await first.act({ action: 'flush' });
  const second = new TestContact(first);
  expect(await second.act({ action: 'get', tier: '' })).toEqual({ ...ok, tier: 'gold' });
});

test('secured values are set and got apart, and a flow that says it is a bot gets none', async () => {
  const contact = new TestContact();
  expect(await contact.act({ action: 'setSecured', pin: '1234' })).toEqual(ok);
  expect(await contact.act({ action: 'getSecured', pin: '', card: '' })).toEqual({
    ...ok,
    notSet: 'card',
    pin: '1234',
    card: '',
  });
  expect(await contact.act({ action: 'get' })).toEqual(ok);
  const bot = new TestContact(contact);
  const refusal = { ok: 'false', code: 'secured-not-for-bots' };
  expect(await bot.act({ action: 'getSecured', flowType: 'bot', pin: '' })).toMatchObject(refusal);
  expect(await bot.act({ action: 'setSecured', flowType: 'bot', pin: '1' })).toMatchObject(refusal);
});

test('a flow ends the conversation, and an end that comes again finds its work done', async () => {
  const contact = new TestContact();
  await contact.act({ action: 'set', tier: 'gold' });
  const end = { action: 'end', state: 'wrapup', wrapupCode: 'solved' };
  expect(await contact.act(end)).toEqual(ok);
  expect(await contact.act(end)).toEqual(ok);
  expect(await attributesOf(contact)).toEqual({ tier: 'gold' });
  const handled = { ...end, state: 'handled' };
  expect(await contact.act(handled)).toEqual(ok);
  expect(await contact.act(handled)).toEqual(ok);
  expect((await api.ok('GET', pathsOf(contact.id).conversation)).body.state).toBe('handled');
  expect(await contact.act(end)).toMatchObject({ ok: 'false', code: 'conversation-ended' });
});

test.each([
  [{ action: 'remove', tier: 'gold' }, 'bad-request', /"action" is "remove"; it must be one of set, get, flush/],
  [{ tier: 'gold' }, 'bad-request', /"action" is ""/],
  [{ action: 'set', tier: 'g'.repeat(9_000) }, 'unprocessable-content', /limit: value/],
  [{ action: 'set', target: 'agent', tier: 'gold' }, 'bad-request', /"target"/],
  [{ action: 'set', participantId: 'nobody', tier: 'gold' }, 'participant-not-found', /nobody/],
  [{ action: 'end', tier: 'gold' }, 'bad-request', /"tier": is not a field/],
])('%o is refused in the answer, with what would be right', async (parameters, code, message) => {
  const answer = await new TestContact().act(parameters as Readonly<Record<string, string>>);
  expect(answer).toEqual({ ok: 'false', code, message: expect.stringMatching(message), notSet: '' });
});

test('an answer that Amazon Connect would not take is refused, and names that are asked for are answered', async () => {
  const contact = new TestContact();
  for (const name of ['a', 'b', 'c', 'd', 'e']) await contact.act({ action: 'set', [name]: name.repeat(7_000) });
  expect(await contact.act({ action: 'get' })).toMatchObject({ ok: 'false', code: 'answer-too-large' });
  expect(await contact.act({ action: 'get', a: '' })).toMatchObject({ ok: 'true', a: 'a'.repeat(7_000) });
});

test('a delivery that comes again applies nothing again', async () => {
  const contact = new TestContact();
  await contact.act({ action: 'set', tier: 'gold' });
  await contact.act({ action: 'set', tier: 'gold' });
  await contact.act({ action: 'flush' });
  await api.ok('PATCH', pathsOf(contact.id).attributes(), { body: { attributes: { tier: 'platinum' } } });
  expect(await contact.act({ action: 'flush' })).toEqual({ ...ok, flushed: '' });
  expect(await attributesOf(contact)).toEqual({ tier: 'platinum' });
});

test('one that comes late changes nothing, where the flow names the operation; with other parameters it is refused', async () => {
  const contact = new TestContact();
  const first = { action: 'set', operationId: 'menu', step: 'menu' };
  await contact.act(first);
  await contact.act({ action: 'set', step: 'agent' });
  expect(await contact.act(first)).toEqual(ok);
  expect(await contact.act({ action: 'get', step: '' })).toMatchObject({ step: 'agent' });
  expect(await contact.act({ ...first, step: 'other' })).toMatchObject({ code: 'idempotency-key-reused' });
});

test('a store that does not answer in its time makes the block fail, so that Amazon Connect tries again', async () => {
  const contact = new TestContact();
  await expect(contact.act({ action: 'set', tier: 'gold' }, {}, 500)).rejects.toThrow('503 store-unavailable');
});
