import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countUtf8Bytes, isDeeperThan, isObject, type Json, parse, stringify, typeOf } from '#domain/json.ts';

/** JSON texts of numbers, in spellings that a double does not keep too. */
const numberText = fc.oneof(
  fc.constantFrom('0', '-0', '1.0', '1.10', '1e200', '1E+5', '1e400', '-1e-400', '9007199254740993', '0.1e1'),
  fc.bigInt().map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => JSON.stringify(value)),
);
const stringText = fc.string({ unit: 'binary' }).map((text) => JSON.stringify(text));
const nameText = fc
  .oneof(fc.constantFrom('__proto__', 'constructor', 'toString', 'rawJSON', ''), fc.string({ unit: 'binary' }))
  // Names like array indexes change places in a JavaScript object.
  .filter((name) => !/^\d+$/.test(name))
  .map((name) => JSON.stringify(name));

/** Canonical JSON texts: no spaces, no name twice. */
const { text: jsonText } = fc.letrec<{ text: string }>((tie) => ({
  text: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.oneof(numberText, stringText, fc.constantFrom('true', 'false', 'null')),
    fc.array(tie('text')).map((items) => `[${items.join(',')}]`),
    fc
      .uniqueArray(fc.tuple(nameText, tie('text')), { selector: ([name]) => name })
      .map((entries) => `{${entries.map(([name, value]) => `${name}:${value}`).join(',')}}`),
  ),
}));

test('every JSON text comes out as it went in, to the last digit and byte', () => {
  fc.assert(
    fc.property(jsonText, (text) => {
      expect(stringify(parse(text))).toBe(text);
    }),
    { numRuns: 1_000 },
  );
});

test('white space between tokens is dropped, and escapes are written in one way', () => {
  expect(stringify(parse(' { "a" : [ 1e200 , "\\u0041\\/" ] }\n'))).toBe('{"a":[1e200,"A/"]}');
});

test.each(['', ' ', '{', '[1,]', '01', '1.', '+1', 'NaN', "'a'", '{"a":1}{}', '\ufeff{}', '"\n"'])(
  '%j is no JSON: a SyntaxError',
  (text) => {
    expect(() => parse(text)).toThrow(SyntaxError);
  },
);

test('a text that is nested 100,000 deep is parsed without overflowing the stack', () => {
  const text = '['.repeat(100_000) + ']'.repeat(100_000);
  expect(isDeeperThan(5, parse(text))).toBe(true);
  expect(() => parse(text.slice(1))).toThrow(SyntaxError);
});

test.each([
  { open: '[', close: ']' },
  { open: '{"a":', close: '}' },
  { open: '[{"]":"}","a":', close: '}]' },
])('numbers beside what is nested 10,000 deep by $open keep their digits', ({ open, close }) => {
  const deep = `${open.repeat(10_000)}1${close.repeat(10_000)}`;
  const value = parse(`{"first":1.10,"deep":${deep},"last":[9007199254740993,"[[[\\"]"]}`);
  const { deep: seen = null, ...others } = isObject(value) ? value : {};
  expect(stringify(others)).toBe('{"first":1.10,"last":[9007199254740993,"[[[\\"]"]}');
  expect(isDeeperThan(5, seen)).toBe(true);
});

test('what is no JSON in the depths is none at all', () => {
  expect(() => parse(`${'['.repeat(1_000)}1,${']'.repeat(1_000)}`)).toThrow(SyntaxError);
});

describe('the depth of a value', () => {
  test.each([
    { text: '1e200', depth: 0 },
    { text: '"[[["', depth: 0 },
    { text: '[]', depth: 1 },
    { text: '{"a":1}', depth: 1 },
    { text: '[{"a":[1]},2]', depth: 3 },
    { text: '[[],[[]],[[[[[1e200]]]]]]', depth: 6 },
  ])('of $text is $depth', ({ text, depth }) => {
    expect(isDeeperThan(depth, parse(text))).toBe(false);
    if (depth > 0) expect(isDeeperThan(depth - 1, parse(text))).toBe(true);
  });
});

test.each([
  { text: '"a"', type: 'string' },
  { text: '1', type: 'number' },
  { text: '1e200', type: 'number' },
  { text: 'false', type: 'boolean' },
  { text: 'null', type: 'null' },
  { text: '[]', type: 'array' },
  { text: '{}', type: 'object' },
])('the type of $text is $type', ({ text, type }) => {
  const value: Json = parse(text);
  expect(typeOf(value)).toBe(type);
  expect(isObject(value)).toBe(type === 'object');
});

test('names of objects are names only, whatever they are', () => {
  const value = parse('{"__proto__":{"polluted":1},"constructor":2}');
  expect(isObject(value) && Object.keys(value)).toEqual(['__proto__', 'constructor']);
  expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  expect(({} as { polluted?: number }).polluted).toBeUndefined();
});

test.each([
  { text: '', bytes: 0 },
  { text: 'a', bytes: 1 },
  { text: 'é', bytes: 2 },
  { text: 'e\u0301', bytes: 3 },
  { text: '名', bytes: 3 },
  { text: '\u{1F600}', bytes: 4 },
])('"$text" has $bytes bytes in UTF-8', ({ text, bytes }) => {
  expect(countUtf8Bytes(text)).toBe(bytes);
});
