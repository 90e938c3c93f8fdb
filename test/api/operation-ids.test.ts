import { describe, expect, test } from 'vitest';
import { tally } from '../support/answer.ts';
import { useApi } from '../support/api.ts';
import type { Paths } from '../support/paths.ts';
import { atOnce } from '../support/repeat.ts';

const api = useApi();

let keys = 0;
const newKey = () => ({ 'idempotency-key': `key ${++keys}` });

/** Each write that changes a conversation, with what it makes of the customer's attribute `tier`, and another body. */
const writes = [
  {
    write: 'a patch of a participant',
    request: (made: Paths) => ['PATCH', made.attributes(), { attributes: { tier: 'mine' } }] as const,
    other: { attributes: { tier: 'other' } },
  },
  {
    write: 'a patch of an interaction',
    request: (made: Paths) =>
      ['PATCH', made.interaction, { participants: [{ id: 'customer', attributes: { tier: 'mine' } }] }] as const,
    other: { participants: [{ id: 'customer', attributes: { tier: 'other' } }] },
  },
  {
    write: 'a flush with a last batch',
    request: (made: Paths) => ['POST', made.flush(), { attributes: { tier: 'mine' } }] as const,
    other: { attributes: { tier: 'other' } },
    // The execution belongs to the client that first wrote in it.
    isForeign: true,
  },
];

describe.each(writes)('$write under one Idempotency-Key', ({ request, other, isForeign = false }) => {
  const send = async (made: Paths, headers: Record<string, string>, token?: string) => {
    const [method, path, body] = request(made);
    return api.call(method, path, { headers, body, ...(token !== undefined && { token }) });
  };

  test('is applied once when it comes twice in a row, and answers the same both times', async () => {
    const made = await api.make();
    const key = newKey();
    const first = await send(made, key);
    const second = await send(made, key);
    expect(first.status).toBe(200);
    expect([second.status, second.text, second.headers.get('etag')]).toEqual([
      200,
      first.text,
      first.headers.get('etag'),
    ]);
    expect((await api.ok('GET', made.conversation)).body.version).toBe(2);
  });

  test('is applied once when it comes ten times at once', async () => {
    const made = await api.make();
    const key = newKey();
    const answers = await atOnce(10, () => send(made, key));
    expect(tally(answers)).toEqual({ 200: 10 });
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect((await api.ok('GET', made.conversation)).body.version).toBe(2);
  });

  test("does not bring its value back when it comes again after somebody else's write", async () => {
    const made = await api.make();
    const key = newKey();
    await send(made, key);
    await api.ok('PATCH', made.attributes(), { body: { attributes: { tier: 'theirs' } } });
    const again = await send(made, key);
    expect(again.status).toBe(200);
    const { body } = await api.ok('GET', made.conversation);
    expect(body.version).toBe(3);
    expect(body.participants[0]).toMatchObject({ version: 3, attributes: { tier: 'theirs' } });
  });

  test('is refused with 422 when another body comes, and changes nothing', async () => {
    const made = await api.make();
    const key = newKey();
    await send(made, key);
    const [method, path] = request(made);
    const refused = await api.call(method, path, { headers: key, body: other });
    expect(refused).toMatchObject({ status: 422, body: { code: 'idempotency-key-reused' } });
    const { body } = await api.ok('GET', made.conversation);
    expect([body.version, body.participants[0]?.attributes]).toEqual([2, { tier: 'mine' }]);
  });

  test('is another write in another conversation', async () => {
    const [made, elsewhere] = [await api.make(), await api.make()];
    const key = newKey();
    await send(made, key);
    expect((await send(elsewhere, key)).status).toBe(200);
    expect((await api.ok('GET', elsewhere.conversation)).body.version).toBe(2);
  });

  test('is another write by another client', async () => {
    const made = await api.make();
    const key = newKey();
    await send(made, key);
    const theirs = await send(made, key, await api.local.token(undefined, 'other'));
    expect(theirs.status).toBe(isForeign ? 403 : 200);
    expect((await api.ok('GET', made.conversation)).body.version).toBe(isForeign ? 2 : 3);
  });
});

test.each([
  { how: 'its members in another order', text: '{"version":1,"data":{"b":[1,{"y":2.50,"x":"é"}],"a":true}}' },
  { how: 'blanks and escapes', text: ' {"data": {"a":true, "b":[1, {"x":"\\u00e9","y":2.50}]}, "version":\n1} ' },
])('the same body with $how is the same request', async ({ text }) => {
  const made = await api.make();
  const headers = newKey();
  const body = '{"data":{"a":true,"b":[1,{"x":"é","y":2.50}]},"version":1}';
  await api.ok('PATCH', made.conversation, { headers, body });
  expect((await api.ok('PATCH', made.conversation, { headers, body: text })).body.version).toBe(2);
});

test.each([
  { what: 'another If-Match', more: { 'if-match': '"2"' }, text: '{"data":{"a":1.0}}' },
  { what: 'no If-Match', more: {}, text: '{"data":{"a":1.0}}' },
  { what: 'another version', more: { 'if-match': '"1"' }, text: '{"data":{"a":1.0},"version":1}' },
  { what: 'other digits of a number', more: { 'if-match': '"1"' }, text: '{"data":{"a":1.00}}' },
])('the same key with $what is another request, and refused with 422', async ({ more, text }) => {
  const made = await api.make();
  const key = newKey();
  await api.ok('PATCH', made.conversation, { headers: { ...key, 'if-match': '"1"' }, body: '{"data":{"a":1.0}}' });
  const refused = await api.call('PATCH', made.conversation, { headers: { ...key, ...more }, body: text });
  expect(refused).toMatchObject({ status: 422, body: { code: 'idempotency-key-reused' } });
});

test('a patch with If-Match that comes again after it was applied is not told 412', async () => {
  const made = await api.make();
  const headers = { ...newKey(), 'if-match': '"1"' };
  const request = { headers, body: { data: { step: 1 } } };
  const answers = [
    await api.call('PATCH', made.conversation, request),
    await api.call('PATCH', made.conversation, request),
  ];
  expect(tally(answers)).toEqual({ 200: 2 });
  expect((await api.ok('GET', made.conversation)).body).toMatchObject({ version: 2, data: { step: 1 } });
});

test('a set under one Idempotency-Key answers the same revision each time, and one flush applies it once', async () => {
  const made = await api.make();
  const request = { headers: newKey(), body: { attributes: { tier: 'mine' } } };
  const first = await api.ok('POST', made.flow(), request);
  const sets = await atOnce(5, () => api.ok('POST', made.flow(), request));
  expect(first.status).toBe(202);
  for (const set of sets) expect([set.status, set.body]).toEqual([202, first.body]);
  expect((await api.ok('POST', made.flush())).body).toEqual({ flushed: ['tier'], version: 2 });
  await api.ok('PATCH', made.attributes(), { body: { attributes: { tier: 'theirs' } } });
  expect((await api.ok('POST', made.flow(), request)).body).toEqual(first.body);
  expect((await api.ok('POST', made.flush())).body).toEqual({ flushed: [], version: 3 });
  expect((await api.ok('GET', made.attributes())).body.attributes).toEqual({ tier: 'theirs' });
});

test('a set under the key of an earlier one with another body is refused with 422, and leaves nothing pending', async () => {
  const made = await api.make();
  const headers = newKey();
  await api.ok('POST', made.flow(), { headers, body: { attributes: { tier: 'mine' } } });
  const refused = await api.call('POST', made.flow(), { headers, body: { attributes: { other: 'value' } } });
  expect(refused).toMatchObject({ status: 422, body: { code: 'idempotency-key-reused' } });
  expect((await api.ok('GET', made.flow())).body.attributes).toEqual({ tier: 'mine' });
});

test('the same participant who joins twice under one Idempotency-Key is there once', async () => {
  const made = await api.make();
  const request = { headers: newKey(), body: { purpose: 'agent', attributes: { desk: 7 } } };
  const joins = [
    ...(await atOnce(3, () => api.call('POST', made.participants, request))),
    await api.call('POST', made.participants, request),
  ];
  expect(tally(joins)).toEqual({ 201: 4 });
  for (const join of joins) {
    expect(join.body).toEqual({ id: 'agent-1', purpose: 'agent', version: 1, attributes: { desk: 7 } });
  }
  expect((await api.ok('GET', made.conversation)).body.participants).toHaveLength(2);
});

test.each(['', ' ', 'a'.repeat(256), 'tab\tinside'])('an Idempotency-Key like %j is refused with 400', async (key) => {
  const made = await api.make();
  const refused = await api.call('PATCH', made.attributes(), {
    headers: { 'idempotency-key': key },
    body: { attributes: { tier: 'gold' } },
  });
  expect(refused).toMatchObject({ status: 400, body: { errors: [{ name: 'Idempotency-Key' }] } });
  expect((await api.ok('GET', made.conversation)).body.version).toBe(1);
});

test('an Idempotency-Key of 255 characters is taken', async () => {
  const made = await api.make();
  const request = { headers: { 'idempotency-key': 'a'.repeat(255) }, body: { attributes: { tier: 'gold' } } };
  await atOnce(2, () => api.ok('PATCH', made.attributes(), request));
  expect((await api.ok('GET', made.conversation)).body.version).toBe(2);
});
