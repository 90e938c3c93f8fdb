import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { useApi } from '../support/api.ts';

const api = useApi();

test.each([
  { where: 'at the top', body: '{"attributes":{"tier":"a"},"attributes":{"tier":"b"}}', name: 'attributes' },
  { where: 'among attributes', body: '{"attributes":{"tier":"a","x":"1","tier":"b"}}', name: 'tier' },
  { where: 'inside a value', body: '{"attributes":{"tier":[{"x":[1,{}],"deep":1,"deep":2}]}}', name: 'deep' },
  { where: 'in two spellings', body: '{"attributes":{"tier":"a","\\u0074ier":"b"}}', name: 'tier' },
])('a member name that stands twice $where is refused with 400, and named', async ({ body, name }) => {
  const made = await api.make();
  const refused = await api.call('PATCH', made.attributes(), { body });
  expect(refused).toMatchObject({ status: 400, body: { code: 'bad-request', errors: [{ name }] } });
  expect((await api.ok('GET', made.attributes())).body.attributes).toEqual({});
});

test('one name in several objects, and as a value, stands once in each', async () => {
  const made = await api.make();
  const attributes = { a: { x: 'x', y: ['x', { x: 'x:' }] }, x: { x: 'a,"x"' } };
  expect((await api.ok('PATCH', made.attributes(), { body: { attributes } })).body.attributes).toEqual(attributes);
});

test('a body with a Content-Encoding is refused with 415, which names it', async () => {
  const made = await api.make();
  const body = gzipSync('{"attributes":{"tier":"gold"}}');
  const refused = await api.call('PATCH', made.attributes(), { body, headers: { 'content-encoding': 'gzip' } });
  expect(refused).toMatchObject({ status: 415, body: { code: 'unsupported-media-type' } });
  expect(refused.body.detail).toContain('"gzip"');
  const plain = { body: { attributes: { tier: 'gold' } }, headers: { 'content-encoding': 'identity' } };
  expect((await api.call('PATCH', made.attributes(), plain)).status).toBe(200);
});

test('a body that begins with a byte order mark is refused with 400, which names it', async () => {
  const made = await api.make();
  const refused = await api.call('PATCH', made.attributes(), { body: '\ufeff{"attributes":{"tier":"gold"}}' });
  expect(refused.status).toBe(400);
  expect(refused.body.detail).toContain('byte order mark');
});

test.each(['1e999999', '-1e400', '[{"x":2e308}]', '1e-400', '-0.00001e-320', '[{"x":1E-999999}]'])(
  'the number in %s, which no double holds, is refused with 422',
  async (value) => {
    const made = await api.make();
    const refused = await api.call('PATCH', made.attributes(), { body: `{"attributes":{"n":${value}}}` });
    expect(refused).toMatchObject({ status: 422, body: { errors: [{ name: 'n' }] } });
    expect(refused.body.detail).toContain('double');
  },
);

test('0 is taken, whatever its exponent, and what a double rounds', async () => {
  const made = await api.make();
  const values = ['0e999999', '0.000e-999999', '-0', '5e-324', '1e-310', '1.7976931348623157e308'];
  await api.ok('PATCH', made.attributes(), { body: `{"attributes":{"n":[${values}]}}` });
  expect((await api.ok('GET', made.attributes())).text).toContain(`[${values}]`);
  const version = await api.call('PATCH', made.attributes(), { body: '{"attributes":{},"version":1e-400}' });
  expect(version).toMatchObject({ status: 400, body: { errors: [{ name: 'version' }] } });
});

test.each(['address', 'externalId'])(
  'a plus in %s, which means a blank, is refused with 400, which shows %2B',
  async (name) => {
    for (const value of ['+4930', 'tel:+4930', 'a+b', '+', 'a%20+', 'tel%3A+4930']) {
      const { status, body } = await api.call('GET', `/api/v2/conversations?${name}=${value}`);
      expect([value, status, body.errors?.map((error) => error.name)]).toEqual([value, 400, [name]]);
      expect(body.detail).toContain('%2B');
    }
    const taken = `/api/v2/conversations?${name}=tel:%2B4930%20a&type=voice`;
    expect((await api.call('GET', taken)).status).toBe(200);
  },
);

test('weak tags in If-Match never match, and the refusal says so', async () => {
  const made = await api.make();
  for (const tag of ['W/"1"', '"7", W/"1"']) {
    const headers = { 'if-match': tag };
    const refused = await api.call('PATCH', made.attributes(), { headers, body: { attributes: { tier: 'gold' } } });
    expect(refused).toMatchObject({ status: 412, body: { code: 'precondition-failed', currentVersion: 1 } });
    expect(refused.body.detail).toContain('weak tags such as W/"1", which never match');
  }
  const both = { 'if-match': 'W/"9", "1"' };
  expect((await api.call('PATCH', made.attributes(), { headers: both, body: { attributes: {} } })).status).toBe(200);
});

test('a refusal lists 100 of the things that are wrong, says how many more there are, and is smaller than the request', async () => {
  const made = await api.make();
  const attributes = Object.fromEntries(Array.from({ length: 10_000 }, (_, number) => [`name-${number}`, 5]));
  const body = JSON.stringify({ attributes });
  const refused = await api.call('POST', made.flow(), { body });
  expect(refused.status).toBe(422);
  expect(refused.body.errors).toHaveLength(100);
  // The one more: the request has too many names.
  expect(refused.body.moreErrors).toBe(10_001 - 100);
  expect(refused.text.length).toBeLessThan(body.length);
  const long = await api.call('POST', made.flow(), { body: { attributes: { ['x'.repeat(200_000)]: 'v' } } });
  expect(long.status).toBe(400);
  expect(long.text.length).toBeLessThan(5_000);
});

test('the refusal of a long name that occurs twice is smaller than the request', async () => {
  const made = await api.make();
  const name = 'x'.repeat(100_000);
  const refused = await api.call('PATCH', made.attributes(), { body: `{"attributes":{"${name}":1,"${name}":2}}` });
  expect(refused).toMatchObject({ status: 400, body: { code: 'bad-request', errors: [{}] } });
  expect(refused.text.length).toBeLessThan(5_000);
});
