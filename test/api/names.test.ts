import { describe, expect, test } from 'vitest';
import { whyNotName } from '#domain/attributes.ts';
import { contract } from '../contract/document.ts';
import { violations } from '../contract/validate.ts';
import { useApi } from '../support/api.ts';
import { traces, writes } from '../support/writes.ts';

const api = useApi();

const nfc = 'caf\u00e9';
const nfd = 'cafe\u0301';

/** Names that are kept byte for byte. */
const good = [
  ...['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'then', 'length', 'null', 'undefined'],
  ...['x', 'X', '0', '42', '-1', '1e3', 'n'.repeat(256), '\u{1F600}'.repeat(64)],
  ...[nfc, nfd, 'שלום', 'مرحبا', '\u202Eback', '\u{1F469}\u200D\u{1F467}', '名前', '\ufeffbom', '\ufffd'],
  ...['#a', '#0', ':v', ':0', 'a.b', '.', '..', 'a[0]', 'a/b', '/', '//', 'd/x', 'w/ivr//x', 'pk', 'state', 'revision'],
  ...[' padded ', 'a b', 'a+b', 'a,b', 'a=b&c', 'a%2Fb', '%', '"quoted"', "it's", 'back\\slash', '$ref', '~', '*'],
];

/** Names that are refused, with a word of the reason. */
const bad = [
  { what: 'empty', name: '', reason: 'blank' },
  { what: 'blank', name: '   ', reason: 'blank' },
  { what: 'blank beyond ASCII', name: '\u00a0\u2003', reason: 'blank' },
  { what: 'of zero-width characters', name: '\u200b\u200d\u2060\ufeff', reason: 'blank' },
  {
    what: 'of blanks of other scripts',
    name: '\u{1d159}\u{13441}\u{13442}\u{16fe4}\u{1d173}\uffff',
    reason: 'blank',
  },
  { what: 'of tags', name: '\u{e0001}\u{e007f}', reason: 'blank' },
  { what: 'of fillers, marks of direction and a variation', name: '\u3164\u2800\u200f\ufe0f\u00ad', reason: 'blank' },
  { what: 'with NUL', name: 'a\u0000b', reason: 'control' },
  { what: 'with a tab', name: 'a\tb', reason: 'control' },
  { what: 'with DEL', name: 'a\u007f', reason: 'control' },
  { what: 'with a C1 control', name: '\u0085a', reason: 'control' },
  { what: 'with the last C1 control', name: 'a\u009f', reason: 'control' },
  { what: 'with a lone high surrogate', name: 'a\ud800', reason: 'surrogate' },
  { what: 'with a lone low surrogate', name: '\udc00a', reason: 'surrogate' },
  { what: 'of 257 bytes', name: 'n'.repeat(257), reason: '257 bytes' },
  { what: 'of 257 bytes in 65 characters', name: `${'\u{1F600}'.repeat(64)}n`, reason: '257 bytes' },
];

/** An object as an answer has it, in an order of its own. Not an object: `__proto__` is a name here. */
const entriesOf = (bag: object | undefined) => Object.entries(bag ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));

test('the document allows the good names, and none that is refused as blank or for a control character', () => {
  const { Attributes } = contract.components.schemas;
  const isAllowed = (name: string) =>
    violations(Attributes ?? {}, JSON.parse(`{${JSON.stringify(name)}:1}`)).length === 0;
  expect(good.filter((name) => !isAllowed(name))).toEqual([]);
  const shown = bad.filter(({ reason }) => ['blank', 'control'].includes(reason));
  expect(shown.filter(({ name }) => isAllowed(name))).toEqual([]);
});

test('the document and the server take the same characters alone, and the same beside others', () => {
  const pattern = new RegExp(String(contract.components.schemas.AttributeName?.pattern), 'u');
  const differing: string[] = [];
  for (let code = 0; code <= 0x10_ffff; code++) {
    if (code === 0xd800) code = 0xe000;
    const one = String.fromCodePoint(code);
    // What is refused beside others, controls, is among the first.
    for (const name of code <= 0xffff ? [one, `a${one}`] : [one]) {
      if (pattern.test(name) !== (whyNotName(name) === undefined)) differing.push(`${code.toString(16)} of "${name}"`);
    }
  }
  expect(differing).toEqual([]);
});

describe.each(writes)('$write', ({ send, at }) => {
  test('keeps every name byte for byte, and distinct', async () => {
    const bag = `{${good.map((name, number) => `${JSON.stringify(name)}:"${number}"`).join(',')}}`;
    const { answer, read } = await send(api, bag);
    expect(answer.status, answer.text).toBeLessThan(300);
    const { data, attributes } = (await read()).body;
    const sent = good.map((name, number) => [name, `${number}`] as const).sort(([a], [b]) => (a < b ? -1 : 1));
    expect(entriesOf(attributes ?? data)).toEqual(sent);
  });

  test('is refused with 400 for bad names, which it lists one by one, and changes nothing', async () => {
    const names = ['good', ...bad.map(({ name }) => name)];
    const bag = `{${names.map((name) => `${JSON.stringify(name)}:"value"`).join(',')}}`;
    const { answer, made } = await send(api, bag);
    expect(answer).toMatchObject({ status: 400, body: { code: 'bad-request' } });
    const listed = bad.map(({ name, reason }) => ({ name: at + name, reason: expect.stringContaining(reason) }));
    expect(answer.body.errors).toEqual(listed);
    expect(await traces(api, made)).toEqual([]);
  });

  test.each(bad)('is refused with 400 for a name $what', async ({ name, reason }) => {
    const { answer, made } = await send(api, JSON.stringify({ [name]: 'value' }));
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ name: at + name }] } });
    expect(answer.body.detail).toContain(reason);
    expect(await traces(api, made)).toEqual([]);
  });
});

describe('get', () => {
  test('finds each pending name by its exact spelling in the query', async () => {
    const made = await api.make();
    const attributes = Object.fromEntries(good.map((name, number) => [name, `${number}`]));
    await api.ok('POST', made.flow(), { body: { attributes } });
    const query = good.map((name) => `name=${encodeURIComponent(name)}`);
    const halves = [query.slice(0, good.length / 2), query.slice(good.length / 2)];
    for (const half of halves) {
      const { body } = await api.ok('GET', `${made.flow()}?${half.join('&')}`);
      expect(body.notSet).toEqual([]);
      expect(Object.keys(body.attributes)).toHaveLength(half.length);
    }
    const { body } = await api.ok('GET', `${made.flow()}?name=${encodeURIComponent(nfd)}`);
    expect(body.attributes).toEqual({ [nfd]: `${good.indexOf(nfd)}` });
  });

  test('says of __proto__ and its like that they are not set when nobody has set them', async () => {
    const made = await api.make();
    const names = ['__proto__', 'constructor', 'toString'];
    const { body } = await api.ok('GET', `${made.flow()}?${names.map((name) => `name=${name}`).join('&')}`);
    expect(body.attributes).toEqual({});
    expect(body.notSet).toEqual(names.map((name) => ({ name })));
  });

  test('refuses bad names in the query with 400, and lists them', async () => {
    const made = await api.make();
    const sendable = bad.filter(({ name }) => name.isWellFormed());
    const query = sendable.map(({ name }) => `name=${encodeURIComponent(name)}`).join('&');
    const { status, body } = await api.call('GET', `${made.flow()}?name=good&${query}`);
    expect(status).toBe(400);
    expect(body.errors.map(({ name }) => name)).toEqual(sendable.map(({ name }) => name));
  });
});

test('null removes each of these names, and no other with it', async () => {
  const bag = Object.fromEntries(good.map((name) => [name, 'value']));
  const made = await api.make({ data: bag });
  const left = good.map((name) => [name, 'value']).sort(([a = ''], [b = '']) => (a < b ? -1 : 1));
  while (left.length > 0) {
    const [name] = left.shift() ?? [];
    const { body } = await api.ok('PATCH', made.conversation, { body: `{"data":{${JSON.stringify(name)}:null}}` });
    expect(entriesOf(body.data), name).toEqual(left);
  }
});
