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

test.each(['1e999999', '-1e400', '[{"x":2e308}]'])(
  'the number in %s, which no double holds, is refused with 422',
  async (value) => {
    const made = await api.make();
    const refused = await api.call('PATCH', made.attributes(), { body: `{"attributes":{"n":${value}}}` });
    expect(refused).toMatchObject({ status: 422, body: { errors: [{ name: 'n' }] } });
    expect(refused.body.detail).toContain('double');
  },
);

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

test('the refusal of a long name that stands twice is smaller than the request', async () => {
  const made = await api.make();
  const name = 'x'.repeat(100_000);
  const refused = await api.call('PATCH', made.attributes(), { body: `{"attributes":{"${name}":1,"${name}":2}}` });
  expect(refused).toMatchObject({ status: 400, body: { code: 'bad-request', errors: [{}] } });
  expect(refused.text.length).toBeLessThan(5_000);
});
