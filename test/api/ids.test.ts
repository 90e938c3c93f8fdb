import { expect, test } from 'vitest';
import { useApi } from '../support/api.ts';
import { pathsOf } from '../support/paths.ts';

const api = useApi();

const unique = () => crypto.randomUUID().slice(0, 8);

const good = ['a', 'Z', '0', 'a-b_c.d:e', '49123', 'x'.repeat(128), 'A.', '0--', 'customer', 'constructor'];

const bad = [
  { what: 'empty', id: '' },
  { what: 'of 129 characters', id: 'x'.repeat(129) },
  { what: 'beginning with a hyphen', id: '-a' },
  { what: 'beginning with a dot', id: '.a' },
  { what: '__proto__', id: '__proto__' },
  { what: 'with a space', id: 'a b' },
  { what: 'with a slash', id: 'a/b' },
  { what: 'with a plus', id: '+49123' },
  { what: 'with a letter beyond ASCII', id: 'ä' },
  { what: 'with a digit beyond ASCII', id: '١' },
  { what: 'with NUL', id: 'a\u0000' },
  { what: 'ending in a line feed', id: 'a\n' },
  ...['calls', 'callbacks', 'chats', 'messages', 'emails'].map((id) => ({ what: `reserved (${id})`, id })),
];

const refusal = { status: 400, body: { code: 'bad-request' } };

test.each(bad)('an id $what is refused with 400 in a body, wherever it stands', async ({ id }) => {
  const made = await api.make();
  const creation = { id, type: 'voice', participants: [{ id, purpose: 'customer' }] };
  const answer = await api.call('POST', '/api/v2/conversations', { body: creation });
  expect(answer).toMatchObject(refusal);
  expect(answer.body.errors.map(({ name }) => name)).toEqual(['id', 'participants.0.id']);
  const requests = [
    ['POST', made.participants, { id, purpose: 'agent' }, 'id'],
    ['POST', made.flow(), { participantId: id, attributes: { a: '1' } }, 'participantId'],
    ['POST', made.flush(), { participantId: id }, 'participantId'],
    ['PATCH', made.interaction, { participants: [{ id, attributes: { a: 1 } }] }, 'participants.0.id'],
  ] as const;
  for (const [method, path, body, name] of requests) {
    const refused = await api.call(method, path, { body });
    expect(refused).toMatchObject({ ...refusal, body: { errors: [{ name }] } });
  }
  expect((await api.ok('GET', made.conversation)).body).toMatchObject({ version: 1, participants: [{}] });
});

// An empty segment is another path.
test.each(bad.filter(({ id }) => id !== ''))('an id $what is refused with 400 in a path', async ({ what, id }) => {
  const made = await api.make();
  const inPath = encodeURIComponent(id);
  const elsewhere = pathsOf(inPath);
  for (const [path, name] of [
    // There a reserved word is a list.
    ...(what.startsWith('reserved') ? [] : [[elsewhere.conversation, 'conversationId'] as const]),
    [elsewhere.interaction, 'conversationId'],
    [made.attributes(inPath), 'participantId'],
    [made.flow(inPath), 'flowExecutionId'],
  ] as const) {
    expect(await api.call('GET', path)).toMatchObject({ ...refusal, body: { errors: [{ name }] } });
  }
  const query = `${made.flow()}?participantId=${inPath}`;
  expect(await api.call('GET', query)).toMatchObject({ ...refusal, body: { errors: [{ name: 'participantId' }] } });
});

test.each(good)('%s is a good id of a conversation, a participant and a flow execution', async (id) => {
  const conversation = (id + unique()).slice(-128);
  const made = await api.make({ id: conversation, participants: [{ id, purpose: 'customer' }] });
  expect(made.id).toBe(conversation);
  await api.ok('POST', made.flow(id), { body: { participantId: id, attributes: { tier: 'gold' } } });
  expect((await api.ok('GET', `${made.flow(id)}?participantId=${id}&name=tier`)).body.attributes).toEqual({
    tier: 'gold',
  });
  expect((await api.ok('POST', made.flush(id))).body.flushed).toEqual(['tier']);
  expect((await api.ok('GET', made.attributes(id))).body.attributes).toEqual({ tier: 'gold' });
});

test('an id is case-sensitive, of a conversation, a participant and a flow execution', async () => {
  const id = `call-${unique()}`;
  const participants = [{ id: 'p', purpose: 'customer', attributes: { case: 'lower' } }];
  const made = await api.make({ id, participants: [...participants, { id: 'P', purpose: 'agent' }] });
  expect((await api.call('GET', pathsOf(id.toUpperCase()).conversation)).status).toBe(404);
  expect((await api.ok('GET', made.attributes('P'))).body.attributes).toEqual({});
  await api.ok('POST', made.flow('e'), { body: { attributes: { tier: 'gold' } } });
  expect((await api.ok('POST', made.flush('E'))).body.flushed).toEqual([]);
  expect((await api.ok('POST', made.flush('e'))).body.flushed).toEqual(['tier']);
});

test('ids that differ in their last of 128 characters only are of different participants and executions', async () => {
  const [one, two] = ['1', '2'].map((end) => 'x'.repeat(127) + end);
  const made = await api.make({ participants: [one, two].map((id) => ({ id, purpose: 'agent' })) });
  await api.ok('POST', made.flow(one), { body: { participantId: one, attributes: { number: '1' } } });
  await api.ok('POST', made.flow(two), { body: { participantId: two, attributes: { number: '2' } } });
  await api.ok('POST', made.flush(two));
  expect((await api.ok('GET', made.attributes(one))).body.attributes).toEqual({});
  expect((await api.ok('GET', made.attributes(two))).body.attributes).toEqual({ number: '2' });
});

test('an id in a path may be percent-encoded', async () => {
  const made = await api.make({ id: `a:b-${unique()}` });
  expect((await api.ok('GET', pathsOf(encodeURIComponent(made.id)).conversation)).body.id).toBe(made.id);
});

test('ids made by the server are UUIDs of version 7, later ones after earlier ones', async () => {
  const before = Date.now();
  const { id: first } = await api.make();
  await new Promise((resolve) => setTimeout(resolve, 2));
  const { id: second } = await api.make();
  expect(first).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(second > first).toBe(true);
  const time = Number.parseInt(first.replace('-', '').slice(0, 12), 16);
  expect(time).toBeGreaterThanOrEqual(before);
  expect(time).toBeLessThanOrEqual(Date.now());
});

test.each(['ß', 'über agent', '-agent', 'x'.repeat(129)])(
  'a purpose like %s is refused with 400: it becomes an id',
  async (purpose) => {
    const answer = await api.call('POST', '/api/v2/conversations', {
      body: { type: 'voice', participants: [{ purpose }] },
    });
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ name: 'participants.0.purpose' }] } });
  },
);
