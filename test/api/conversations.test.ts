import { describe, expect, test } from 'vitest';
import { useApi } from '../support/api.ts';
import { pathsOf } from '../support/paths.ts';

const api = useApi();

const path = '/api/v2/conversations';
const iso = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);

describe('creation', () => {
  test('answers 201 with Location, ETag and the conversation', async () => {
    const before = Date.now();
    const answer = await api.call('POST', path, {
      body: {
        id: 'whole',
        type: 'callback',
        queueId: 'support',
        externalId: 'crm-17',
        data: { order: { number: 17 } },
        participants: [
          {
            id: 'caller',
            purpose: 'customer',
            externalId: 'crm-4',
            addresses: [{ type: 'tel', uri: 'tel:+4315550100' }],
            attributes: { tier: 'gold' },
          },
          { purpose: 'agent' },
        ],
      },
    });
    expect(answer.status).toBe(201);
    expect(answer.headers.get('location')).toBe(`${path}/whole`);
    expect(answer.headers.get('etag')).toBe('"1"');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.body).toEqual({
      id: 'whole',
      type: 'callback',
      state: 'active',
      queueId: 'support',
      startTime: iso,
      version: 1,
      data: { order: { number: 17 } },
      participants: [
        { id: 'caller', purpose: 'customer', version: 1, attributes: { tier: 'gold' } },
        { id: 'agent-1', purpose: 'agent', version: 1, attributes: {} },
      ],
    });
    const { startTime } = answer.body as unknown as { startTime: string };
    expect(Date.parse(startTime)).toBeGreaterThanOrEqual(before);
    expect(Date.parse(startTime)).toBeLessThanOrEqual(Date.now());
    expect((await api.ok('GET', `${path}/whole`)).text).toBe(answer.text);
  });

  test.each([
    ...['voice', 'callback', 'webchat', 'webmessaging', 'email', 'task'],
    ...['sms', 'mms', 'whatsapp', 'rcs', 'messenger', 'instagram', 'viber', 'telegram', 'line', 'applebc'],
  ])('takes the type %s', async (type) => {
    const made = await api.make({ type });
    expect((await api.ok('GET', made.conversation)).body).toMatchObject({ type, data: {} });
  });

  test('refuses an unknown type with 400, and names the known ones', async () => {
    const { status, body } = await api.call('POST', path, { body: { type: 'fax', participants: [] } });
    expect([status, body.errors]).toEqual([
      400,
      [
        {
          name: 'type',
          reason:
            'must be one of voice, callback, webchat, webmessaging, sms, mms, whatsapp, rcs, messenger, instagram, viber, telegram, line, applebc, email, task',
        },
      ],
    ]);
  });

  test('of an id in use is refused with 409, and leaves what is there', async () => {
    const made = await api.make({ data: { mine: true } });
    const { status, body } = await api.call('POST', path, {
      body: { id: made.id, type: 'task', participants: [], data: { mine: false } },
    });
    expect([status, body.code]).toEqual([409, 'conversation-exists']);
    expect(body.detail).toContain(made.id);
    expect((await api.ok('GET', made.conversation)).body).toMatchObject({ version: 1, data: { mine: true } });
  });

  test('of one id at once makes one conversation, and refuses the others with 409', async () => {
    const body = { id: 'at-once', type: 'voice', participants: [] };
    const answers = await Promise.all(Array.from({ length: 10 }, () => api.call('POST', path, { body })));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(9).fill(409)]);
  });

  test('with two participants of one id is refused with 422, which names the id', async () => {
    const participants = [
      { id: 'same', purpose: 'agent' },
      { id: 'same', purpose: 'customer' },
    ];
    const { status, body } = await api.call('POST', path, { body: { id: 'two', type: 'voice', participants } });
    expect(status).toBe(422);
    expect(body.errors).toEqual([{ name: 'participants', reason: '"same" is the id of two participants' }]);
    expect((await api.call('GET', `${path}/two`)).status).toBe(404);
  });

  test.each([{ data: { a: 1 } }, { participants: [{ purpose: 'customer', attributes: { a: 1 } }] }])(
    'on the channel type email with attributes is refused with 422: %j',
    async (content) => {
      const body = { id: 'mail', type: 'email', participants: [], ...content };
      const refused = await api.call('POST', path, { body });
      expect(refused).toMatchObject({ status: 422, body: { code: 'channel-takes-no-attributes' } });
      expect((await api.call('GET', `${path}/mail`)).status).toBe(404);
    },
  );
});

describe('reading', () => {
  test('without expand, or with participants, shows the participants', async () => {
    const made = await api.make({ data: { a: 1 } });
    for (const query of ['', '?expand=participants', '?expand=data,participants', '?expand=data&expand=participants']) {
      const { body, headers } = await api.ok('GET', made.conversation + query);
      expect(body).toMatchObject({ data: { a: 1 }, participants: [{ id: 'customer-1', attributes: {} }] });
      expect(headers.get('etag')).toBe('"1"');
    }
  });

  test.each(['?expand=data', '?expand=wrapup', '?expand=data,wrapup', '?expand=data&expand=wrapup'])(
    'with %s leaves participants out',
    async (query) => {
      const made = await api.make();
      const { body } = await api.ok('GET', made.conversation + query);
      expect(body).not.toHaveProperty('participants');
      expect(body).toMatchObject({ id: made.id, data: {} });
    },
  );

  test('with an unknown expand is refused with 400, which names the known ones', async () => {
    const made = await api.make();
    const { status, body } = await api.call('GET', `${made.conversation}?expand=participants,all`);
    expect(status).toBe(400);
    expect(body.errors).toEqual([{ name: 'expand', reason: '"all" is not one of participants, wrapup, data' }]);
  });

  test('of an unknown id answers 404, and names it', async () => {
    const { status, body } = await api.call('GET', pathsOf('unknown').conversation);
    expect([status, body.code]).toEqual([404, 'conversation-not-found']);
    expect(body.detail).toContain('"unknown"');
  });
});

describe('a patch of a conversation', () => {
  test('merges data, removes by null, and answers the conversation', async () => {
    const made = await api.make({ data: { keep: 1, change: 1, remove: 1 } });
    const answer = await api.ok('PATCH', made.conversation, { body: { data: { change: 2, remove: null, add: [2] } } });
    expect(answer.headers.get('etag')).toBe('"2"');
    expect(answer.body).toMatchObject({ version: 2, participants: [{ version: 1 }] });
    expect(answer.body.data).toEqual({ keep: 1, change: 2, add: [2] });
    expect((await api.ok('GET', made.conversation)).text).toBe(answer.text);
  });

  test('changes the call queue, and raises the version by one with data or without', async () => {
    const made = await api.make({ queueId: 'sales' });
    const moved = await api.ok('PATCH', made.conversation, { body: { queueId: 'support' } });
    expect(moved.body).toMatchObject({ queueId: 'support', version: 2 });
    const both = await api.ok('PATCH', made.conversation, { body: { queueId: 'back', data: { a: 1 } } });
    expect(both.body).toMatchObject({ queueId: 'back', version: 3, data: { a: 1 } });
  });

  test('changes the call queue of a conversation on a channel type that takes no attributes', async () => {
    const made = await api.make({ type: 'email' });
    expect((await api.ok('PATCH', made.conversation, { body: { queueId: 'support' } })).body.version).toBe(2);
    const refused = await api.call('PATCH', made.conversation, { body: { queueId: 'x', data: { a: 1 } } });
    expect(refused).toMatchObject({ status: 422, body: { code: 'channel-takes-no-attributes' } });
    expect((await api.ok('GET', made.conversation)).body).toMatchObject({ queueId: 'support', version: 2 });
  });
});
