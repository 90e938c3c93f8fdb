import fc from 'fast-check';

/** What takes the place of something in a body, or comes beside it: the wrong type, too long, too deep, too many. */
const intruders: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    ...[null, '', ' ', 0, -1, 1.5, 1e300, 2 ** 53, true, [], {}],
    ...[
      'x'.repeat(300),
      'é'.repeat(200),
      'x'.repeat(9_000),
      'a\u0000b',
      'tab\t',
      '\ud800',
      '__proto__',
      'calls',
      '../..',
    ],
    ...[[[[[[[[[]]]]]]]], { a: { b: { c: { d: { e: { f: {} } } } } } }, Array(300).fill('x'), Array(30).fill({})],
    ...[Object.fromEntries(Array.from({ length: 150 }, (_, number) => [`name-${number}`, 'x'])), { '': 'x' }],
    ...[{ type: 'bot' }, { toString: 1, valueOf: 1 }, { length: 1 }],
  ),
  fc.jsonValue(),
);

const strangers = fc.constantFrom('unknown', '__proto__', 'constructor', 'toString', '', 'attributes', 'id', 'version');

/** How a body is changed in one place. */
interface Change {
  /** The place, counted over all there are. */
  readonly at: number;
  readonly way: 'replace' | 'remove' | 'add' | 'repeat';
  readonly intruder: unknown;
  readonly stranger: string;
}

const changes: fc.Arbitrary<Change> = fc.record({
  at: fc.nat(),
  way: fc.constantFrom('replace', 'remove', 'add', 'repeat'),
  intruder: intruders,
  stranger: strangers,
});

/** The values of an arbitrary, changed in one to three places: mostly wrong then, and mostly nearly right. */
export function mutated(values: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc
    .tuple(values, fc.array(changes, { minLength: 1, maxLength: 3 }))
    .map(([value, all]) => all.reduce((current, change) => changed(current, change), value));
}

function changed(value: unknown, change: Change): unknown {
  const places = placesIn(value);
  return changedAt(value, places[change.at % places.length] ?? [], change);
}

type Place = readonly (string | number)[];

/** Every place in a value, the whole first. */
function placesIn(value: unknown): readonly Place[] {
  const inner = isContainer(value) ? Object.entries(value) : [];
  return [[], ...inner.flatMap(([key, one]) => placesIn(one).map((place) => [key, ...place]))];
}

function isContainer(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function changedAt(value: unknown, [key, ...rest]: Place, change: Change): unknown {
  if (key === undefined) return applied(value, change);
  if (!isContainer(value)) return value;
  const isRemoved = rest.length === 0 && change.way === 'remove';
  const entries = Object.entries(value).flatMap(([name, one]): [string, unknown][] => {
    if (name !== String(key)) return [[name, one]];
    return isRemoved ? [] : [[name, changedAt(one, rest, change)]];
  });
  return Array.isArray(value) ? entries.map(([, one]) => one) : Object.fromEntries(entries);
}

function applied(value: unknown, { way, intruder, stranger }: Change): unknown {
  if (way === 'add' && Array.isArray(value)) return [...value, intruder];
  if (way === 'add' && isContainer(value)) return Object.fromEntries([...Object.entries(value), [stranger, intruder]]);
  if (way === 'repeat' && Array.isArray(value)) return [...value, ...value, ...value];
  return intruder;
}
