import { describe, expect, test } from 'vitest';
import { useApi } from '../support/api.ts';
import { namesOf, textOfBytes } from '../support/bags.ts';
import { creation, requestsWithBody } from '../support/requests.ts';
import { traces, writes } from '../support/writes.ts';

// The limits are written out here as the contract has them, so that a changed constant is seen.

const api = useApi();

describe.each(writes)('$write', ({ send, at, values }) => {
  test.each([
    { bytes: 255, status: 200 },
    { bytes: 256, status: 200 },
    { bytes: 257, status: 400 },
  ])('with a name of $bytes bytes answers as the limit of 256 says', async ({ bytes, status }) => {
    const { answer } = await send(
      api,
      JSON.stringify({ ['é'.repeat(Math.floor(bytes / 2)) + 'n'.repeat(bytes % 2)]: '' }),
    );
    expect(answer.status < 300 ? 200 : answer.status, answer.text).toBe(status);
    if (status === 400) expect(answer.body.detail).toMatch(/257 bytes.* 256 \(limit: name\)/);
  });

  const texts = [
    { what: 'a text', value: textOfBytes },
    {
      what: 'a text of two-byte characters',
      value: (bytes: number) => 'é'.repeat((bytes - 2) / 2) + 'x'.repeat(bytes % 2),
    },
    { what: 'a text of escapes', value: (bytes: number) => '\n'.repeat((bytes - 2) / 2) + 'x'.repeat(bytes % 2) },
  ];
  const arrays = { what: 'an array', value: (bytes: number) => [textOfBytes(bytes - 2)] };

  describe.each(values === 'json' ? [...texts, arrays] : texts)('with $what as value', ({ value }) => {
    test.each([
      { bytes: 8191, status: 200 },
      { bytes: 8192, status: 200 },
      { bytes: 8193, status: 422 },
    ])('of $bytes bytes as JSON answers as the limit of 8,192 says', async ({ bytes, status }) => {
      const { answer, made } = await send(api, JSON.stringify({ large: value(bytes), good: '' }));
      expect(answer.status < 300 ? 200 : answer.status, answer.text).toBe(status);
      if (status === 200) return;
      const reason = 'the value has 8193 bytes as JSON; it may have 8192 (limit: value)';
      expect(answer.body.errors).toEqual([{ name: `${at}large`, reason }]);
      expect(await traces(api, made)).toEqual([]);
    });
  });

  test.each([
    { count: 99, status: 200 },
    { count: 100, status: 200 },
    { count: 101, status: 422 },
  ])('with $count names answers as the limit of 100 says', async ({ count, status }) => {
    const { answer, made } = await send(api, JSON.stringify(namesOf(count)));
    expect(answer.status < 300 ? 200 : answer.status, answer.text).toBe(status);
    if (status === 200) return;
    expect(answer.body.detail).toMatch(/101 names.* 100 \(limit: names per request\)/);
    expect(await traces(api, made)).toEqual([]);
  });
});

describe('the limit of 100 names a request', () => {
  test('counts those of all participants and data together', async () => {
    const made = await api.make({ participants: [{ purpose: 'customer' }, { purpose: 'agent' }] });
    const patch = (agents: number) => ({
      participants: [
        { id: 'customer', attributes: namesOf(60) },
        { id: 'agent', attributes: namesOf(agents) },
      ],
    });
    expect((await api.call('PATCH', made.interaction, { body: patch(41) })).status).toBe(422);
    expect((await api.call('PATCH', made.interaction, { body: patch(40) })).status).toBe(200);
    const creation = (data: number) => ({
      type: 'voice',
      participants: [{ purpose: 'customer', attributes: namesOf(60) }],
      data: namesOf(data),
    });
    expect((await api.call('POST', '/api/v2/conversations', { body: creation(41) })).status).toBe(422);
    expect((await api.call('POST', '/api/v2/conversations', { body: creation(40) })).status).toBe(201);
  });

  test('holds for the names of a get', async () => {
    const made = await api.make();
    const query = (count: number) => Array.from({ length: count }, (_, number) => `name=n${number}`).join('&');
    expect((await api.call('GET', `${made.flow()}?${query(101)}`)).status).toBe(422);
    expect((await api.ok('GET', `${made.flow()}?${query(100)}`)).body.notSet).toHaveLength(100);
  });
});

describe.each([...requestsWithBody, creation])('$operation', ({ method, path, body }) => {
  test.each([
    { bytes: 262_143, status: 200 },
    { bytes: 262_144, status: 200 },
    { bytes: 262_145, status: 413 },
  ])('with a body of $bytes bytes answers as the limit of 262,144 says', async ({ bytes, status }) => {
    const made = await api.make();
    const text = JSON.stringify(body);
    const answer = await api.call(method, path(made), { body: text + ' '.repeat(bytes - text.length) });
    expect(answer.status < 300 ? 200 : answer.status, answer.text).toBe(status);
    if (status === 200) return;
    expect(answer.body.detail).toMatch(/262145 bytes.* 262144 \(limit: body\)/);
    expect(await traces(api, made)).toEqual([]);
  });
});

describe('a text that is no attribute', () => {
  const wholly = (one: object, two: object = {}) => ({
    type: 'voice',
    participants: [{ purpose: 'customer', ...two }],
    ...one,
  });
  const address = (over: object) => ({ addresses: [{ type: 'tel', uri: 'tel:1', ...over }] });

  test.each([
    { name: 'queueId', body: (text: string) => wholly({ queueId: text }) },
    { name: 'externalId', body: (text: string) => wholly({ externalId: text }) },
    { name: 'participants.0.externalId', body: (text: string) => wholly({}, { externalId: text }) },
    { name: 'participants.0.addresses.0.type', body: (text: string) => wholly({}, address({ type: text })) },
    { name: 'participants.0.addresses.0.uri', body: (text: string) => wholly({}, address({ uri: text })) },
  ])('as $name has 1 to 256 bytes and is well-formed', async ({ name, body }) => {
    const post = (text: string) => api.call('POST', '/api/v2/conversations', { body: body(text) });
    for (const text of ['x', 'x'.repeat(255), 'é'.repeat(128)]) expect((await post(text)).status).toBe(201);
    const long = await post(`${'é'.repeat(128)}x`);
    expect([long.status, long.body.errors.map((one) => one.name)]).toEqual([422, [name]]);
    expect(long.body.detail).toMatch(/257 bytes.* 256 \(limit: text\)/);
    for (const text of ['', 'a\ud800']) {
      const bad = await post(text);
      expect([bad.status, bad.body.errors.map((one) => one.name)]).toEqual([400, [name]]);
    }
  });
});

test.each([
  { count: 4, status: 201 },
  { count: 5, status: 201 },
  { count: 6, status: 422 },
])('a participant with $count addresses is answered as the limit of 5 says', async ({ count, status }) => {
  const made = await api.make();
  const addresses = Array.from({ length: count }, (_, number) => ({ type: 'tel', uri: `tel:${number}` }));
  const answer = await api.call('POST', made.participants, { body: { purpose: 'agent', addresses } });
  expect(answer.status, answer.text).toBe(status);
  if (status === 422) expect(answer.body.detail).toMatch(/6 addresses.* 5 \(limit: addresses\)/);
});

test.each([
  { bytes: 8_191, status: 200 },
  { bytes: 8_192, status: 200 },
  { bytes: 8_193, status: 422 },
])('notes of $bytes bytes are answered as the limit of 8,192 says', async ({ bytes, status }) => {
  const made = await api.make();
  const notes = 'é'.repeat(Math.floor(bytes / 2)) + 'n'.repeat(bytes % 2);
  const answer = await api.call('PATCH', made.conversation, { body: { state: 'wrapup', wrapup: { notes } } });
  expect(answer.status, answer.text.slice(0, 300)).toBe(status);
  if (status === 422) expect(answer.body.detail).toMatch(/8193 bytes.* 8192 \(limit: notes\)/);
  const state = status === 200 ? 'wrapup' : 'active';
  expect((await api.ok('GET', made.conversation)).body).toMatchObject({ state });
});

describe.each(['/api/v2/conversations', '/api/v2/reports/contact-log'])('the period of %s', (path) => {
  const day = 24 * 60 * 60 * 1000;
  const to = Date.UTC(2026, 0, 1);

  test.each([
    { days: 3_659, status: 200 },
    { days: 3_660, status: 200 },
    { days: 3_661, status: 400 },
  ])('may have $days days or not, as the limit of ten years says', async ({ days, status }) => {
    const query = new URLSearchParams({
      from: new Date(to - days * day).toISOString(),
      to: new Date(to).toISOString(),
    });
    const answer = await api.call('GET', `${path}?${query}`);
    expect(answer.status, answer.text).toBe(status);
    if (status === 400) expect(answer.body.errors.map(({ name }) => name)).toEqual(['from']);
  });
});

test.each([
  {
    path: '/api/v2/settings/channels/voice',
    method: 'PUT',
    body: { savedAttributes: Array(101).fill(1), retentionDays: 1 },
  },
  { path: '/api/v2/conversations', method: 'POST', body: { type: 'voice', participants: Array(26).fill({}) } },
  {
    path: '/api/v2/webchat/channels/widget',
    method: 'PATCH',
    body: { settings: { webchat: { attributes: { allowed: Array(101).fill(1) } } } },
  },
])('a list that is too long is refused for its length alone: $path', async ({ path, method, body }) => {
  const answer = await api.call(method, path, { body });
  expect(answer.status, answer.text).toBe(422);
  expect(answer.body.errors).toHaveLength(1);
});
