import { describe, expect, test } from 'vitest';
import { useApi } from '../support/api.ts';

const api = useApi();

/** What these paths answer. */
interface MediaBody {
  readonly participants: readonly { readonly state: string; readonly endTime?: string }[];
  readonly entities: readonly { readonly id: string }[];
  readonly pageSize: number;
  readonly nextUri?: string;
}

const get = async (path: string) => (await api.ok('GET', path)).body as unknown as MediaBody;
const idsOf = async (path: string) => (await get(path)).entities.map(({ id }) => id);

const kinds = [
  ['calls', 'voice'],
  ['callbacks', 'callback'],
  ['chats', 'webchat'],
  ['emails', 'email'],
  ['messages', 'webmessaging'],
  ['messages', 'whatsapp'],
] as const;

describe.each(kinds)('/api/v2/conversations/%s of %s', (kind, type) => {
  const list = `/api/v2/conversations/${kind}`;

  test(`has the conversations of the type ${type}, and no others`, async () => {
    const made = await api.make({ type });
    expect((await api.ok('GET', `${list}/${made.id}`)).body).toEqual({
      id: made.id,
      version: 1,
      selfUri: `${list}/${made.id}`,
      participants: [{ id: 'customer-1', purpose: 'customer', state: 'connected', attributes: {} }],
    });
    expect(await idsOf(list)).toContain(made.id);
    for (const [other] of kinds.filter(([word]) => word !== kind)) {
      const elsewhere = `/api/v2/conversations/${other}`;
      const { status, body: problem } = await api.call('GET', `${elsewhere}/${made.id}`);
      expect([other, status, problem.code]).toEqual([other, 404, 'conversation-not-found']);
      expect(problem.detail).toMatch(/of the type \w+/);
      expect(await idsOf(elsewhere)).not.toContain(made.id);
    }
  });
});

test('a patch by the path of another kind is refused, changes nothing, and one by its own answers texts', async () => {
  const { id, conversation } = await api.make();
  const patch = (kind: string) =>
    api.call('PATCH', `/api/v2/conversations/${kind}/${id}/participants/customer/attributes`, {
      body: { attributes: { tier: 'gold', orders: 3, open: true, address: { city: 'Ulm' } } },
    });
  expect(await patch('messages')).toMatchObject({ status: 404, body: { code: 'conversation-not-found' } });
  expect((await api.ok('GET', conversation)).body.version).toBe(1);
  expect((await patch('calls')).body).toEqual({
    attributes: { tier: 'gold', orders: '3', open: 'true', address: '{"city":"Ulm"}' },
    version: 2,
  });
  const { participants } = (await api.ok('GET', conversation)).body;
  expect(participants).toMatchObject([{ attributes: { orders: 3, open: true, address: { city: 'Ulm' } } }]);
});

test('the first customer has what the conversation itself has, where it has none of that name', async () => {
  const participants = [{ purpose: 'customer', attributes: { tier: 'gold' } }, { purpose: 'agent' }];
  const { id } = await api.make({ data: { tier: 'silver', items: 2 }, participants, queueId: 'sales' });
  const { body } = await api.ok('GET', `/api/v2/conversations/calls/${id}`);
  expect(body.participants).toMatchObject([
    { attributes: { tier: 'gold', items: '2' }, queue: { id: 'sales' } },
    { attributes: {}, queue: { id: 'sales' } },
  ]);
});

test('participants are connected, disconnected when they leave and in wrap-up, and gone after it', async () => {
  const { id, conversation, participants } = await api.make({ participants: [{ purpose: 'customer' }] });
  await api.ok('POST', participants, { body: { purpose: 'agent' } });
  const read = async () => (await get(`/api/v2/conversations/calls/${id}`)).participants;
  const states = async () => (await read()).map(({ state }) => state);
  expect(await states()).toEqual(['connected', 'connected']);
  await api.ok('DELETE', `${participants}/agent`);
  expect(await states()).toEqual(['connected', 'disconnected']);
  expect((await read()).map(({ endTime }) => endTime !== undefined)).toEqual([false, true]);
  await api.ok('PATCH', conversation, { body: { state: 'wrapup' } });
  expect(await states()).toEqual(['disconnected', 'disconnected']);
  expect(await idsOf('/api/v2/conversations/calls')).toContain(id);
  await api.ok('PATCH', conversation, { body: { state: 'handled' } });
  expect(await states()).toEqual([]);
  expect(await idsOf('/api/v2/conversations/calls')).not.toContain(id);
});

test('a list goes on at nextUri, and does not repeat what it has shown', async () => {
  const made = await Promise.all([1, 2, 3].map(() => api.make({ type: 'callback' })));
  const shown: string[] = [];
  for (let uri: string | undefined = '/api/v2/conversations/callbacks?pageSize=2'; uri; ) {
    const { entities, pageSize, nextUri }: MediaBody = await get(uri);
    expect(pageSize).toBe(2);
    expect(entities.length).toBeLessThanOrEqual(pageSize);
    shown.push(...entities.map(({ id }) => id));
    uri = nextUri;
  }
  expect(new Set(shown).size).toBe(shown.length);
  expect(shown).toEqual(expect.arrayContaining(made.map(({ id }) => id)));
});
