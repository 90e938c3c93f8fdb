import { describe, expect, test } from 'vitest';
import { sorted } from '../support/answer.ts';
import { useApi } from '../support/api.ts';
import { traces, writes } from '../support/writes.ts';

const api = useApi();

/** An array of this depth, as JSON text. */
const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);

/** An object of this depth, as JSON text. */
const nestedObjects = (depth: number) => `${'{"a":'.repeat(depth - 1)}{}${'}'.repeat(depth - 1)}`;

/** Texts of strings as `JSON.stringify` writes them. */
const strings = [
  ...['', ' ', 'gold', 'null', '0', '{"a":1}', '\u0000', '\b\f\n\r\t', '\u007f\u0085', '"\\/'],
  ...['\ud800', 'a\udc00b', '\u{1F600}', 'caf\u00e9', 'cafe\u0301', 'שלום', '\u2028\u2029', '\ufeff', '#a :v . /'],
].map((text) => JSON.stringify(text));

const numbers = [
  ...['0', '-0', '1', '1.10', '1.0', '0.1', '1e200', '1E+5', '1e5', '-1e-7', '5e-324'],
  ...['9007199254740993', '-9007199254740993', '12345678901234567890123456789', '0.1000000000000000055511151231257827'],
];

const others = [
  ...['true', 'false', '[]', '{}', '[null]', '{"a":null}', '[1,[2,[3,[4,[5]]]]]', '{"n":[1e200,-0,1.10]}'],
  ...['{"__proto__":{"constructor":1}}', '{"a.b":{"#c":":v"}}', '{"":{" ":""}}', nested(5), nestedObjects(5)],
];

const nameOf = (number: number) => `v${String(number).padStart(3, '0')}`;

/** A bag of values, as JSON text. */
const bagOf = (values: readonly string[]) =>
  `{${values.map((value, number) => `"${nameOf(number)}":${value}`).join(',')}}`;

/** The values of such a bag that an answer does not have as they were sent, whatever the order of the names in it. */
const missingIn = (text: string, values: readonly string[]) =>
  values.filter((value, number) => {
    const sent = `"${nameOf(number)}":${value}`;
    return !text.includes(`${sent},"`) && !text.includes(`${sent}}`);
  });

describe.each(writes)('$write', ({ send, values, removes, at }) => {
  const kept = values === 'json' ? [...strings, ...numbers, ...others] : strings;

  test('keeps every value exactly as it was sent, to the last digit', async () => {
    const { answer, read } = await send(api, bagOf(kept));
    expect(answer.status, answer.text).toBeLessThan(300);
    const { text, body } = await read();
    expect(Object.keys(body.attributes ?? body.data)).toHaveLength(kept.length);
    expect(missingIn(text, kept)).toEqual([]);
  });

  const refused = [
    { what: 'nested 6 deep', value: nested(6) },
    { what: 'nested 6 objects deep', value: nestedObjects(6) },
    { what: 'nested 10,000 deep', value: nested(10_000) },
    { what: 'of 10,000 objects one in another', value: nestedObjects(10_000) },
    ...(values === 'string' ? [...numbers, ...others].map((value) => ({ what: `like ${value}`, value })) : []),
    ...(removes ? [] : [{ what: 'null', value: 'null' }]),
  ];

  test('is refused with 422 for values that it does not take, lists their names, and changes nothing', async () => {
    const { answer, made } = await send(api, bagOf(['"good"', ...refused.map(({ value }) => value)]));
    expect(answer).toMatchObject({ status: 422, body: { code: 'unprocessable-content' } });
    const names = refused.map((_, number) => at + nameOf(number + 1));
    expect(answer.body.errors.map(({ name }) => name)).toEqual(names);
    expect(await traces(api, made)).toEqual([]);
  });

  test('is refused with 400 when a name is bad and a value too, and lists both', async () => {
    const { answer, made } = await send(api, `{"good":"value","tab\\t":"value","deep":${nested(6)}}`);
    expect(answer).toMatchObject({ status: 400, body: { code: 'bad-request' } });
    expect(answer.body.errors.map(({ name }) => name)).toEqual([`${at}tab\t`, `${at}deep`]);
    expect(await traces(api, made)).toEqual([]);
  });

  test.each(['[]', '"text"', '5', '1e200', 'null', 'true'])('is refused with 400 for a bag that is %s', async (bag) => {
    const { answer, made } = await send(api, bag);
    expect(answer).toMatchObject({ status: 400, body: { code: 'bad-request' } });
    expect(await traces(api, made)).toEqual([]);
  });

  test('is refused with 413 for a body of 6 MB, and changes nothing', async () => {
    const { answer, made } = await send(api, JSON.stringify({ large: 'x'.repeat(6_000_000) }));
    expect(answer).toMatchObject({ status: 413, body: { code: 'body-too-large' } });
    expect(answer.body.detail).toMatch(/6000\d{3} bytes.* 262144 \(limit: body\)/);
    expect(await traces(api, made)).toEqual([]);
  });
});

test('an object replaces the one before it whole', async () => {
  const made = await api.make({ data: { address: { city: 'Graz', zip: 8010 } } });
  const { body } = await api.ok('PATCH', made.conversation, { body: { data: { address: { city: 'Linz' } } } });
  expect(body.data).toEqual({ address: { city: 'Linz' } });
});

test('null that is set in a flow removes the name at the flush', async () => {
  const made = await api.make({ participants: [{ purpose: 'customer', attributes: { tier: 'gold', desk: 7 } }] });
  await api.ok('POST', made.flow(), { body: { attributes: { tier: null, missing: null } } });
  expect(sorted((await api.ok('POST', made.flush())).body.flushed)).toEqual(['missing', 'tier']);
  expect((await api.ok('GET', made.attributes())).body.attributes).toEqual({ desk: 7 });
});
