import { describe, expect, test } from 'vitest';
import { useApi } from '../support/api.ts';

const api = useApi();

describe('a participant who joins', () => {
  test('is answered with 201, Location, ETag and itself, and raises the version of the conversation', async () => {
    const made = await api.make();
    const answer = await api.call('POST', made.participants, {
      body: {
        id: 'a1',
        purpose: 'agent',
        externalId: 'emp-7',
        addresses: [{ type: 'sip', uri: 'sip:a1@example.com' }],
        attributes: { desk: 7 },
      },
    });
    expect(answer.status).toBe(201);
    expect(answer.headers.get('location')).toBe(made.attributes('a1'));
    expect(answer.headers.get('etag')).toBe('"1"');
    expect(answer.body).toEqual({ id: 'a1', purpose: 'agent', version: 1, attributes: { desk: 7 } });
    const { body } = await api.ok('GET', made.conversation);
    expect(body.version).toBe(2);
    expect(body.participants.map(({ id, version }) => [id, version])).toEqual([
      ['customer-1', 1],
      ['a1', 1],
    ]);
  });

  test('without an id gets its purpose and a number, which nobody has', async () => {
    const made = await api.make();
    const ids: string[] = [];
    for (const purpose of ['agent', 'customer', 'agent', 'agent']) {
      ids.push((await api.ok('POST', made.participants, { body: { purpose } })).body.id);
    }
    expect(ids).toEqual(['agent-1', 'customer-2', 'agent-2', 'agent-3']);
    const { body } = await api.ok('GET', made.conversation);
    expect(body.participants.map(({ id }) => id)).toEqual(['customer-1', ...ids]);
  });

  test('under an id in use is refused with 409, and changes nothing', async () => {
    const made = await api.make();
    const refused = await api.call('POST', made.participants, { body: { id: 'customer-1', purpose: 'agent' } });
    expect(refused).toMatchObject({ status: 409, body: { code: 'participant-exists' } });
    expect(refused.body.detail).toContain('"customer-1"');
    expect((await api.ok('GET', made.conversation)).body).toMatchObject({ version: 1, participants: [{}] });
  });

  test('may join by email without attributes, and with them is refused with 422', async () => {
    const made = await api.make({ type: 'email', participants: [] });
    expect((await api.call('POST', made.participants, { body: { purpose: 'agent' } })).status).toBe(201);
    const body = { purpose: 'agent', attributes: { desk: 7 } };
    const refused = await api.call('POST', made.participants, { body });
    expect(refused).toMatchObject({ status: 422, body: { code: 'channel-takes-no-attributes' } });
  });
});

describe('the attributes of a participant', () => {
  test('are read with the ETag of the participant', async () => {
    const made = await api.make({ participants: [{ purpose: 'customer', attributes: { tier: 'gold' } }] });
    await api.ok('PATCH', made.conversation, { body: { data: { a: 1 } } });
    const { body, headers } = await api.ok('GET', made.attributes());
    expect(body).toEqual({ attributes: { tier: 'gold' }, version: 1 });
    expect(headers.get('etag')).toBe('"1"');
  });

  test('are merged, null removes, and the answer has them with their version', async () => {
    const made = await api.make({
      participants: [{ purpose: 'customer', attributes: { keep: 1, change: 1, remove: 1 } }, { purpose: 'agent' }],
    });
    const answer = await api.ok('PATCH', made.attributes(), {
      body: { attributes: { change: 2, remove: null, add: { city: 'Graz' } } },
    });
    expect(answer.headers.get('etag')).toBe('"2"');
    expect(answer.body).toEqual({ attributes: { keep: 1, change: 2, add: { city: 'Graz' } }, version: 2 });
    const { body } = await api.ok('GET', made.conversation);
    expect(body.version).toBe(2);
    expect(body.participants.map(({ version }) => version)).toEqual([2, 1]);
  });

  test('do not show those of others, nor data', async () => {
    const made = await api.make({ participants: [{ purpose: 'customer' }, { purpose: 'agent' }], data: { a: 1 } });
    await api.ok('PATCH', made.attributes('agent'), { body: { attributes: { desk: 7 } } });
    expect((await api.ok('GET', made.attributes())).body.attributes).toEqual({});
  });

  test.each(['GET', 'PATCH'])(
    'of an unknown participant answer %s with 404, which names who is there',
    async (method) => {
      const made = await api.make({ participants: [{ id: 'c1', purpose: 'customer' }] });
      const body = method === 'PATCH' ? { body: { attributes: { a: 1 } } } : {};
      const refused = await api.call(method, made.attributes('nobody'), body);
      expect(refused).toMatchObject({ status: 404, body: { code: 'participant-not-found' } });
      expect(refused.body.detail).toContain('"nobody"');
      expect(refused.body.detail).toContain('"c1" (customer)');
    },
  );
});
