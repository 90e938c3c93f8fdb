import { describe, expect, test } from 'vitest';
import type { ApiEvent } from '#http/api.ts';
import { readJsonBody } from '#http/chain/json-body.ts';
import { useApi } from '../support/api.ts';
import { creation, requestsWithBody } from '../support/requests.ts';
import { traces } from '../support/writes.ts';

const api = useApi();

describe.each([...requestsWithBody, creation])('$operation', ({ method, path, body }) => {
  test.each(['extra', '__proto__', 'constructor', 'toString', 'Attributes', ''])(
    'refuses the unknown field %j with 400, and names it',
    async (field) => {
      const made = await api.make();
      const extended = `${JSON.stringify(body).slice(0, -1)},${JSON.stringify(field)}:{"secret":"canary"}}`;
      const answer = await api.call(method, path(made), { body: extended });
      expect(answer).toMatchObject({ status: 400, body: { code: 'bad-request' } });
      expect(answer.body.errors).toEqual([{ name: field, reason: 'is not a field of this request' }]);
      expect(answer.text).not.toContain('canary');
      expect(await traces(api, made)).toEqual([]);
    },
  );

  test.each([
    { text: '{"canary', what: 'cut off' },
    { text: '{"a":"canary",}', what: 'with a comma too many' },
    { text: "{'canary':1}", what: 'in single quotes' },
    { text: '{"a":canary}', what: 'with a bare word' },
    { text: '{"a":01}', what: 'with a leading zero' },
    { text: '{"a":"canary\u0000"}', what: 'with a raw NUL' },
    { text: 'canary', what: 'without quotes' },
    { text: '{} canary', what: 'followed by more' },
    { text: '\ufeff{"a":"canary"}', what: 'after a byte order mark' },
    { text: `${'['.repeat(10_000)}"canary"`, what: 'open 10,000 deep' },
  ])('refuses JSON that is $what with 400, and does not quote it', async ({ text }) => {
    const made = await api.make();
    const answer = await api.call(method, path(made), { body: text });
    expect(answer).toMatchObject({ status: 400, body: { code: 'bad-request' } });
    expect(answer.body.detail).toContain('no JSON');
    expect(answer.text).not.toContain('canary');
    expect(await traces(api, made)).toEqual([]);
  });

  test('refuses bytes that are no UTF-8 with 400', async () => {
    const made = await api.make();
    const bytes = Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]);
    // This type comes to the function as it was sent; of application/json the gateway makes text.
    const headers = { 'content-type': 'application/merge-patch+json' };
    const answer = await api.call(method, path(made), { headers, body: bytes });
    expect(answer).toMatchObject({ status: 400, body: { code: 'bad-request' } });
    expect(answer.body.detail).toContain('no UTF-8');
    const asText = await api.call(method, path(made), { body: bytes });
    expect(asText).toMatchObject({ status: 400, body: { code: 'bad-request', detail: 'The body is no UTF-8' } });
    expect(await traces(api, made)).toEqual([]);
  });

  test.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/jsonp',
    'json',
    'application/xml; a=json',
  ])('refuses the content type %s with 415, and names it', async (type) => {
    const made = await api.make();
    const answer = await api.call(method, path(made), { headers: { 'content-type': type }, body });
    expect(answer).toMatchObject({ status: 415, body: { code: 'unsupported-media-type' } });
    expect(answer.body.detail).toContain(type);
    expect(await traces(api, made)).toEqual([]);
  });

  test.each(['application/json; charset=utf-8', 'Application/JSON', 'application/merge-patch+json'])(
    'takes the content type %s',
    async (type) => {
      const answer = await api.call(method, path(await api.make()), { headers: { 'content-type': type }, body });
      expect(answer.status, answer.text).toBeLessThan(300);
    },
  );
});

const needsNoBody = ({ operation }: { operation: string }) => /^(patch-conversation|flush-attributes)$/.test(operation);

test.each(requestsWithBody.filter((one) => !needsNoBody(one)))(
  '$operation without a body is refused with 400, which names what is missing',
  async ({ method, path }) => {
    const { status, body } = await api.call(method, path(await api.make()));
    expect(status).toBe(400);
    expect(body.errors).toContainEqual({ name: expect.any(String), reason: 'is missing' });
  },
);

test('a definition without a body is refused with 400: it would remove every rule for the name', async () => {
  const path = '/api/v2/settings/attributes/card';
  await api.ok('PUT', path, { body: { mask: 'all', readers: {} } });
  const { status, body } = await api.call('PUT', path);
  expect(status).toBe(400);
  expect(body.errors).toEqual([{ name: 'body', reason: 'is missing; it must be an object' }]);
  expect((await api.ok('GET', path)).body).toMatchObject({ mask: 'all' });
});

test.each(requestsWithBody.filter(needsNoBody))('$operation without a body changes nothing', async (request) => {
  const made = await api.make();
  expect((await api.call(request.method, request.path(made))).status).toBe(200);
  expect(await traces(api, made)).toEqual([]);
});

test('names that only bytes outside UTF-8 tell apart are not taken for one', async () => {
  const made = await api.make();
  const body = Buffer.from('{"data":{"a\xff":1,"a\xfe":2}}', 'latin1');
  expect(await api.call('PATCH', made.conversation, { body })).toMatchObject({ status: 400 });
  expect((await api.ok('GET', made.conversation)).body.data).toEqual({});
});

test('a body without one is read whatever length was told of it: a proxy may have unpacked it', async () => {
  const event = { body: '{"data":{}}', isBase64Encoded: false } as ApiEvent;
  event.headers = { 'content-type': 'application/json', 'content-length': '5' };
  await readJsonBody().before?.({ event } as never);
  expect(event.json).toEqual({ data: {} });
});

test('a replacement character that was sent as one is a character like any other', async () => {
  const made = await api.make();
  const data = { '\ufffd': 'ä\ufffd😀' };
  expect((await api.ok('PATCH', made.conversation, { body: { data } })).body.data).toEqual(data);
});
