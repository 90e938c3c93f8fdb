import conditions from 'dynalite/db/conditionParser.js';
import projections from 'dynalite/db/projectionParser.js';
import updates from 'dynalite/db/updateParser.js';
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { type Context, type Parse, rememberTrees, type WireValue } from '../../local/dynalite/expression-parser.ts';
import { originalOf } from '../../local/dynalite/remember-expressions.ts';

const parsers = { condition: originalOf(conditions), update: originalOf(updates), projection: originalOf(projections) };

interface Case {
  readonly text: string;
  readonly names: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, WireValue>>;
}

/** What a parser does: its tree or words, what it throws, and the placeholders that it has not used. */
function outcome(parse: Parse, { text, names, values }: Case): object {
  const unused = (all: object) => Object.fromEntries(Object.keys(all).map((name) => [name, true as const]));
  const context = {
    attrNames: { ...names },
    attrVals: structuredClone(values),
    unusedAttrNames: unused(names),
    unusedAttrVals: unused(values),
    isReserved: (name: string) => name === 'name',
    compare: (_: string, a: { N: string }, b: { N: string }) => Number(a.N) > Number(b.N),
  } satisfies Context & Record<string, unknown>;
  const { unusedAttrNames, unusedAttrVals } = context;
  try {
    return { tree: parse(text, { context }), unusedAttrNames, unusedAttrVals };
  } catch (error) {
    return { error: String(error) };
  }
}

/** Placeholders, of which `#z` and `:z` have nothing in their place, and words, of which `name` is reserved. */
const name = fc.constantFrom('#a', '#b', '#c', '#d', '#z');
const head = fc.oneof({ weight: 4, arbitrary: name }, { weight: 1, arbitrary: fc.constantFrom('one', 'two', 'name') });
const path = fc.tuple(head, fc.constantFrom('', '', '', '.#b', '[0]', '.two')).map(([first, rest]) => first + rest);
const value = fc.constantFrom(':a', ':b', ':c', ':d', ':a', ':b', ':z');
const operand = fc.oneof(
  path,
  value,
  fc.tuple(path).map(([of]) => `size(${of})`),
);

const { condition } = fc.letrec<{ condition: string }>((tie) => ({
  condition: fc.oneof(
    { depthSize: 'small' },
    fc.tuple(operand, fc.constantFrom('=', '<>', '<=', '>'), operand).map(([x, sign, y]) => `${x} ${sign} ${y}`),
    fc
      .tuple(fc.constantFrom('attribute_exists', 'attribute_not_exists', 'unknown'), operand)
      .map(([f, x]) => `${f}(${x})`),
    fc
      .tuple(fc.constantFrom('contains', 'begins_with', 'attribute_type'), path, operand)
      .map(([f, x, y]) => `${f}(${x},${y})`),
    fc.tuple(operand, operand, operand).map(([x, y, z]) => `${x} BETWEEN ${y} AND ${z}`),
    fc.tuple(path, value, value).map(([x, y, z]) => `${x} IN (${y},${z})`),
    fc.tuple(tie('condition'), fc.constantFrom('AND', 'OR'), tie('condition')).map((parts) => parts.join(' ')),
    tie('condition').map((inner) => `NOT ${inner}`),
    tie('condition').map((inner) => `(${inner})`),
  ),
}));

const settable = fc.oneof(
  operand,
  fc.tuple(operand, fc.constantFrom('+', '-'), operand).map((parts) => parts.join('')),
  fc.tuple(path, operand).map(([x, y]) => `if_not_exists(${x},${y})`),
  fc.tuple(operand, operand).map(([x, y]) => `list_append(${x},${y})`),
);
const list = (one: fc.Arbitrary<string>) => fc.array(one, { minLength: 1, maxLength: 3 }).map((all) => all.join(','));
const section = fc.oneof(
  list(fc.tuple(path, settable).map(([x, y]) => `${x}=${y}`)).map((all) => `SET ${all}`),
  list(path).map((all) => `REMOVE ${all}`),
  list(fc.tuple(path, value).map(([x, y]) => `${x} ${y}`)).map((all) => `ADD ${all}`),
  list(fc.tuple(path, value).map(([x, y]) => `${x} ${y}`)).map((all) => `DELETE ${all}`),
);
const update = fc.array(section, { minLength: 1, maxLength: 2 }).map((all) => all.join(' '));

const texts = { condition, update, projection: list(path) };

/** Names that may be the same, empty, words of the text, or look like a placeholder. */
const names = fc.record({
  '#a': fc.constantFrom('a/1', 'a/2', 'one'),
  '#b': fc.constantFrom('b/1', 'b/2', 'a/1', '#a'),
  '#c': fc.constantFrom('c/1', 'c/2', 'two', ''),
  '#d': fc.constantFrom('d/1', 'name'),
});

const wire = fc.constantFrom<WireValue>({ S: 'S' }, { N: '1' }, { N: '2' }, { L: [{ N: '1' }] }, { SS: ['x'] });
const values = fc.record({ ':a': wire, ':b': wire, ':c': wire, ':d': fc.constant<WireValue>({ S: 'N' }) });

test.each(['condition', 'update', 'projection'] as const)(
  'an %s that is remembered is what the parser makes of it, whatever its names and values',
  (kind) => {
    const original = parsers[kind];
    const remembering = rememberTrees(original);
    const alike = fc.tuple(texts[kind], fc.array(fc.tuple(names, values), { minLength: 3, maxLength: 3 }));
    fc.assert(
      fc.property(alike, ([text, uses]) => {
        for (const [names, values] of uses) {
          expect(outcome(remembering, { text, names, values })).toEqual(outcome(original, { text, names, values }));
        }
      }),
      { numRuns: 300 },
    );
  },
);

const set: Case = {
  text: 'SET #a=:a,#b=:b ADD #c :c',
  names: { '#a': 'a', '#b': 'b', '#c': 'c' },
  values: { ':a': { S: 'x' }, ':b': { L: [] }, ':c': { N: '1' } },
};

test('an expression is parsed once, whatever its names and values', () => {
  const parse = vi.fn(parsers.update);
  const remembering = rememberTrees(parse);
  outcome(remembering, set);
  const other = { names: { '#a': 'd', '#b': 'e', '#c': 'f' }, values: { ...set.values, ':a': { S: 'y' } } };
  expect(outcome(remembering, { ...set, ...other })).toEqual(outcome(parsers.update, { ...set, ...other }));
  expect(parse).toHaveBeenCalledTimes(1);
});

test('an expression whose value has another type is parsed anew', () => {
  const parse = vi.fn(parsers.update);
  const remembering = rememberTrees(parse);
  outcome(remembering, set);
  const other = { ...set, values: { ...set.values, ':c': { S: '1' } } };
  expect(outcome(remembering, other)).toMatchObject({ tree: expect.stringMatching('operand type: STRING') });
});

test.each([
  [
    'bounds are in their order',
    '#a BETWEEN :a AND :b',
    { ':a': { N: '1' }, ':b': { N: '2' } },
    { ':a': { N: '2' }, ':b': { N: '1' } },
  ],
  ['a type is one', 'attribute_type(#a, :a)', { ':a': { S: 'SS' } }, { ':a': { S: 'text' } }],
])('whether %s is found out each time', (_, text, values, others) => {
  const remembering = rememberTrees(parsers.condition);
  const names = { '#a': 'a' };
  expect(outcome(remembering, { text, names, values })).toMatchObject({ tree: { expression: {} } });
  const refused = outcome(remembering, { text, names, values: others });
  expect(refused).toMatchObject({ tree: expect.any(String) });
  expect(refused).toEqual(outcome(parsers.condition, { text, names, values: others }));
});

test('what is done to a tree is not there in the next one', () => {
  const remembering = rememberTrees(parsers.update);
  const { tree } = outcome(remembering, set) as { tree: { sections: unknown[] } };
  tree.sections.length = 0;
  expect(outcome(remembering, set)).toEqual(outcome(parsers.update, set));
});

test('no more than a thousand expressions are remembered', () => {
  const parse = vi.fn(parsers.projection);
  const remembering = rememberTrees(parse);
  const one = (number: number): Case => ({ text: `#a[${number}]`, names: { '#a': 'a' }, values: {} });
  for (let number = 0; number <= 1_000; number++) outcome(remembering, one(number));
  parse.mockClear();
  outcome(remembering, one(1_000));
  expect(parse).not.toHaveBeenCalled();
  outcome(remembering, one(0));
  expect(parse).toHaveBeenCalledTimes(1);
});
