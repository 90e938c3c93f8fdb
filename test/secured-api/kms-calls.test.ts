import { expect, test } from 'vitest';
import type { Paths } from '../support/paths.ts';
import { atOnce } from '../support/repeat.ts';
import { useSecuredApi } from './support/api.ts';
import { bag } from './support/bags.ts';
import { securedFlow, securedOf } from './support/paths.ts';

const secured = useSecuredApi();
const { api } = secured;

/** How often KMS was asked while it worked. */
async function kmsCallsDuring(work: () => Promise<unknown>): Promise<number> {
  const before = secured.kmsCalls();
  await work();
  return secured.kmsCalls() - before;
}

/** A conversation with so many secured attributes, whose data key the container that serves now does not hold. */
async function makeCold(attributes: object, pending: object = {}): Promise<Paths> {
  const made = await api.make({ participants: [{ purpose: 'customer' }, { purpose: 'agent' }] });
  await api.ok('PUT', securedOf(made), { body: { attributes, version: 0 } });
  await api.ok('POST', securedFlow(made), { body: { attributes: pending } });
  await secured.renew();
  return made;
}

test('the first secured set of a conversation asks KMS once, and what follows in its container not at all', async () => {
  const made = await api.make();
  const set = (name: string) => api.ok('POST', securedFlow(made), { body: { attributes: { [name]: '1' } } });
  expect(await kmsCallsDuring(() => set('pin'))).toBe(1);
  expect(secured.kms.calls).toMatchObject({ GenerateDataKey: 1, Decrypt: 0 });
  const cached = await kmsCallsDuring(async () => {
    await set('card');
    await api.ok('GET', securedFlow(made));
    await api.ok('POST', made.flush());
    await api.ok('GET', securedOf(made));
    await api.ok('PUT', securedOf(made), { body: { attributes: { pin: '2' }, version: 1 } });
    await api.ok('PATCH', securedOf(made), { body: { attributes: { pin: '3' } } });
    await api.ok('GET', `${made.conversation}/export`);
  });
  expect(cached).toBe(0);
});

test('twenty first sets at once in one container ask KMS once', async () => {
  const made = await api.make();
  const calls = await kmsCallsDuring(() =>
    atOnce(20, (number) => api.ok('POST', securedFlow(made, `e${number}`), { body: { attributes: { pin: '1' } } })),
  );
  expect(calls).toBe(1);
});

test.each([
  ['a flow', securedFlow],
  ['a system', securedOf],
  ['an export', ({ conversation }: Paths) => `${conversation}/export`],
])('a get of 50 secured attributes by %s asks KMS at most once, also in another container', async (_who, path) => {
  const attributes = bag(50, 'x');
  const made = await makeCold(attributes, bag(10, 'y', 'p'));
  let text = '';
  const calls = await kmsCallsDuring(async () => {
    ({ text } = await api.ok('GET', path(made)));
  });
  expect(calls).toBe(1);
  expect(text.match(/"x"/g)).toHaveLength(50);
});

test('gets at once of the same conversation in another container ask KMS once', async () => {
  const made = await makeCold(bag(5, 'x'));
  expect(await kmsCallsDuring(() => atOnce(10, () => api.ok('GET', securedOf(made))))).toBe(1);
});

test('a get of nothing, and writes that only remove, ask KMS nothing', async () => {
  const empty = await api.make();
  const made = await makeCold({ pin: '1' });
  const calls = await kmsCallsDuring(async () => {
    await api.ok('GET', securedOf(empty));
    await api.ok('GET', securedFlow(empty));
    await api.ok('GET', `${securedFlow(made)}?name=other`);
    await api.ok('POST', securedFlow(made), { body: { attributes: { pin: null } } });
    await api.ok('PATCH', securedOf(empty), { body: { attributes: { pin: null } } });
    await api.ok('PATCH', securedOf(made), { body: { attributes: { pin: null } } });
    await api.ok('PUT', securedOf(made), { body: { attributes: {}, version: 2 } });
  });
  expect(calls).toBe(0);
});

test('a refusal of a secured write asks KMS nothing', async () => {
  const mail = await api.make({ type: 'email' });
  const made = await makeCold({ pin: '1' });
  await api.ok('POST', made.flow('bot'), { body: { attributes: {}, flowType: 'bot' } });
  const ended = await makeCold({ pin: '1' });
  await api.ok('PATCH', ended.conversation, { body: { state: 'wrapup' } });
  const body = { attributes: { pin: '2' } };
  const statuses: number[] = [];
  const send = async (method: string, path: string, options: object) => {
    statuses.push((await api.call(method, path, options)).status);
  };
  const calls = await kmsCallsDuring(async () => {
    await send('POST', securedFlow(mail), { body });
    await send('POST', securedFlow(made, 'bot'), { body });
    await send('GET', securedFlow(made, 'bot'), {});
    await send('POST', securedFlow(ended), { body });
    await send('PUT', securedOf(made), { body: { ...body, version: 7 } });
    await send('PATCH', securedOf(made), { body, headers: { 'if-match': '"7"' } });
    await send('PATCH', securedOf(made), { body: { attributes: { pin: 1 } } });
    await send('PATCH', securedOf(made), { body: { attributes: { ' ': '1' } } });
    await send('GET', '/api/v2/conversations/nobody/secureattributes', {});
  });
  expect(statuses).toEqual([422, 403, 403, 409, 409, 412, 422, 400, 404]);
  expect(calls).toBe(0);
});

test('a flush of secured attributes asks KMS nothing, also in another container and by the sweeper', async () => {
  const made = await makeCold({ pin: '1' }, { pin: '2' });
  expect(await kmsCallsDuring(() => api.ok('POST', made.flush()))).toBe(0);
  await api.ok('POST', securedFlow(made), { body: { attributes: { pin: '3' } } });
  await secured.renew();
  // As if the set were older than the lease of pending writes.
  await secured.raw.put('conversations', { ...(await secured.raw.conversation(made.id)), 't/ivr': 1, due: 1 });
  expect(await kmsCallsDuring(() => api.local.sweep())).toBe(0);
  expect((await api.ok('GET', securedOf(made))).body).toEqual({ attributes: { pin: '3' }, version: 3 });
});

test('operations on ordinary attributes never ask KMS, although the conversation has secured ones', async () => {
  const made = await makeCold({ pin: '1' }, { pin: '2' });
  const body = { attributes: { tier: 'gold' } };
  const list = '/api/v2/conversations';
  const calls = await kmsCallsDuring(async () => {
    await api.ok('POST', made.flow(), { body });
    await api.ok('GET', made.flow());
    await api.ok('GET', made.conversation);
    await api.ok('GET', made.interaction);
    await api.ok('GET', made.attributes());
    await api.ok('PATCH', made.attributes(), { body });
    await api.ok('PATCH', made.interaction, { body: { participants: [{ id: 'agent', ...body }] } });
    await api.ok('PATCH', made.conversation, { body: { data: { order: 1 } } });
    await api.ok('POST', made.participants, { body: { purpose: 'agent' } });
    await api.ok('POST', made.flush(), { body });
    await api.ok('GET', `${list}?state=active`);
    await api.ok('GET', `${made.conversation}/export`, { token: await api.local.token('conversation:erase') });
    await api.ok('POST', list, { body: { type: 'voice', participants: [] } });
    await api.ok('GET', '/api/v2/reports/contact-log');
  });
  expect(calls).toBe(0);
  expect((await api.ok('GET', securedOf(made))).body.attributes).toEqual({ pin: '2' });
});

test.each([['handled'], ['abandoned'], ['wrapup', 'handled']])(
  'the end as %s %s asks KMS nothing, and its history neither',
  async (...states) => {
    const made = await makeCold({ pin: '1' }, { pin: '2' });
    const calls = await kmsCallsDuring(async () => {
      for (const state of states) await api.ok('PATCH', made.conversation, { body: { state } });
      await api.local.sweep();
      await api.call('GET', `${made.conversation}/history`);
      await api.call('GET', `/RI/cmi/contactData/${made.id}`);
    });
    expect(calls).toBe(0);
  },
);

test('an erasure asks KMS nothing', async () => {
  const made = await makeCold({ pin: '1' }, { pin: '2' });
  expect(await kmsCallsDuring(() => api.ok('DELETE', made.conversation))).toBe(0);
});
