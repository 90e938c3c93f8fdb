import fc from 'fast-check';
import type { Bag } from './requests.ts';

/** Names that are legal and hostile: to objects, paths, expressions, query strings and to the case-sensitive. */
const hostileNames = [
  ...['tier', 'Tier', '__proto__', 'constructor', 'toString', 'hasOwnProperty', 'length', '0', '42', 'version'],
  ...['a/b', 'a.b#:', 'data&name=tier', '"quoted\\"', 'with space', 'naïve ☎️', '名前', 'ß'.repeat(128), 'null'],
];

const illegalNames = [
  '',
  ' ',
  '\u2003',
  'bell\u0007',
  '\u200b\u{1d159}',
  '\u2800\u{13441}',
  'c1\u0085',
  'é'.repeat(129),
  'lone \ud800',
];

/** A name: few, so that requests meet, and now and then any other. */
export const legalName: fc.Arbitrary<string> = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom('tier', 'language', 'order', '__proto__', 'constructor') },
  // Those that are defined (`rules.ts`).
  { weight: 2, arbitrary: fc.constantFrom('level', 'Level', 'vault', 'locked', 'card', 'card') },
  { weight: 6, arbitrary: fc.constantFrom(...hostileNames) },
  {
    weight: 1,
    arbitrary: fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
      .filter((name) => name.trim() !== '' && name.isWellFormed() && !/\p{Cc}/u.test(name)),
  },
);

/** A name in a query string, which has no lone surrogates. */
export const queryName: fc.Arbitrary<string> = fc.oneof(
  { weight: 40, arbitrary: legalName },
  { weight: 1, arbitrary: fc.constantFrom(...illegalNames.filter((name) => name.isWellFormed())) },
);

const name = fc.oneof(
  { weight: 120, arbitrary: legalName },
  { weight: 1, arbitrary: fc.constantFrom(...illegalNames) },
);

const texts = fc
  .oneof(
    {
      weight: 6,
      arbitrary: fc.constantFrom('gold', 'silver', 'de', '7', '', '__proto__', 'null', '=1+1', '☎️ 電話', 'lone \ud800'),
    },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 20 }) },
  )
  .map((text) => JSON.stringify(text));

/** Numbers that a double changes, or that its text does not give back, and values nested as deep as they may be. */
export const json = fc.oneof(
  texts,
  fc.constantFrom(...['0', '-0', '1.10', '1e200', '1E300', '9007199254740993', '123456789012345678901234567890']),
  fc.constantFrom('true', 'false', '[]', '{}', '[[[[[]]]]]', '{"__proto__":{"constructor":[1.50,{"toString":null}]}}'),
  fc.constantFrom('{"a":1.10,"b":{"c":"x"}}', '{"a":null,"b":{"d":[1.50,null]}}', '{"b":{"c":null,"a":{}}}'),
);

const tooMuch = fc.constantFrom('[[[[[[]]]]]]', '{"a":{"b":{"c":{"d":{"e":{}}}}}}', JSON.stringify('x'.repeat(8191)));

/** Values near the limit of 8 KiB: eight of the longer ones fill a conversation, but for a few bytes. */
export const large = fc.constantFrom(8000, 8170, 8170, 8170).map((length) => JSON.stringify('x'.repeat(length)));

/** How the values of a bag are. */
export interface Values {
  /** `any` has numbers and the like, which flows refuse. */
  readonly of: 'string' | 'json';
  /** How many of 100 values are large. */
  readonly large: number;
}

/** Attributes of a request, rarely with one that is refused. `null` removes, where it may. */
export function bag({ of, large: largeWeight }: Values, maxLength = 4): fc.Arbitrary<Bag> {
  const value = fc.oneof(
    { weight: 100, arbitrary: of === 'json' ? json : texts },
    { weight: largeWeight, arbitrary: large },
    { weight: 12, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: of === 'json' ? tooMuch : fc.constantFrom('1', '[]', '{}', 'true') },
  );
  return fc
    .uniqueArray(fc.tuple(name, value), { selector: ([one]) => one, maxLength })
    .map((entries) => new Map(entries));
}

/** Attributes of something new: `null` would be refused. */
export function newBag(values: Values, maxLength = 4): fc.Arbitrary<Bag> {
  const some = bag(values, maxLength);
  const kept = (entries: Bag) => new Map([...entries].filter(([, text]) => text !== null));
  return fc.oneof({ weight: 30, arbitrary: some.map(kept) }, { weight: 1, arbitrary: some });
}
