import { expect, test } from 'vitest';
import { useApi } from '../support/api.ts';
import { textOfBytes } from '../support/bags.ts';
import { type Channel, dataOf, dataTexts, number, openChannel } from './support.ts';

const api = useApi();

const types = ['any', 'string', 'integer', 'number', 'boolean'] as const;

/** Values as JSON, and the types under which they are taken: a plain name takes any of the types. */
const values: readonly (readonly [json: string, types: readonly (typeof types)[number][]])[] = [
  ['"gold"', ['any', 'string']],
  ['""', ['any', 'string']],
  ['"5"', ['any', 'string']],
  ['"true"', ['any', 'string']],
  ['"=1+1\\r\\n\\"quoted\\""', ['any', 'string']],
  ['5', ['any', 'integer', 'number']],
  ['-5', ['any', 'integer', 'number']],
  ['5.0', ['any', 'integer', 'number']],
  ['1e2', ['any', 'integer', 'number']],
  ['-0', ['any', 'integer', 'number']],
  ['9007199254740993', ['any', 'integer', 'number']],
  ['5.5', ['any', 'number']],
  ['1e-2', ['any', 'number']],
  ['true', ['any', 'boolean']],
  ['false', ['any', 'boolean']],
  ['null', []],
  ['{}', []],
  ['{"a":"gold"}', []],
  ['[]', []],
  ['["gold"]', []],
];

test.for(['webchat', 'webmessaging'])(
  '%s takes a value that has the type of its name, as it was sent',
  async (type) => {
    const allowed = types.flatMap((one) =>
      values.map((_, position) => (one === 'any' ? `any_${position}` : { name: `${one}_${position}`, type: one })),
    );
    const channel = await openChannel(api, { type, allowed });
    const metadata = Object.fromEntries(
      types.flatMap((one) => values.map(([json], position) => [`${one}_${position}`, number(json)])),
    );
    const kept = Object.fromEntries(
      values.flatMap(([json, fitting], position) => fitting.map((one) => [`${one}_${position}`, json])),
    );
    const { conversationId, accepted, dropped } = await channel.taken({ metadata });
    expect(await dataTexts(api, conversationId)).toEqual(kept);
    expect([...accepted].sort()).toEqual(Object.keys(kept).sort());
    const others = Object.keys(metadata).filter((name) => !(name in kept));
    expect(dropped).toEqual(others.map((name) => ({ name, reason: 'wrong-type' })));
  },
);

test.for([
  ['5.00000000000000000001', 'no integer'],
  ['9007199254740993.5', 'no integer'],
  ['1e-400', 'no integer'],
  ['500e-2', 'an integer'],
  ['1e308', 'an integer'],
  ['1e400', 'nothing that a double holds'],
] as const)('%s is %s, whatever a double makes of it', async ([json, kind]) => {
  const channel = await openChannel(api, { allowed: [{ name: 'count', type: 'integer' }] });
  const { conversationId, dropped } = await channel.taken({ metadata: { count: number(json) } });
  expect(dropped).toEqual(kind === 'an integer' ? [] : [{ name: 'count', reason: 'wrong-type' }]);
  expect(await dataTexts(api, conversationId)).toEqual(kind === 'an integer' ? { count: json } : {});
});

/** Takes one value under a name, or gives the reason why not. */
async function take(channel: Channel, name: string, value: unknown): Promise<unknown> {
  const { conversationId, accepted, dropped } = await channel.taken({ metadata: { [name]: value } });
  const data = await dataOf(api, conversationId);
  if (dropped.length === 0) {
    expect(data).toEqual({ [name]: value });
    expect(accepted).toEqual([name]);
    return 'taken';
  }
  expect(data).toEqual({});
  expect([accepted, dropped]).toEqual([[], [{ name, reason: expect.any(String) }]]);
  return dropped[0]?.reason;
}

test('a name counts byte for byte', async () => {
  const channel = await openChannel(api, { allowed: ['tier'] });
  for (const name of ['Tier', 'TIER', 'tier ', ' tier', 'tıer', 'tier\u0000', 'tie', 'tier2']) {
    expect(await take(channel, name, 'gold'), name).toBe('not-allowed');
  }
  expect(await take(channel, 'tier', 'gold')).toBe('taken');
});

test('webchat always takes name and email, of any of the types', async () => {
  const channel = await openChannel(api, { type: 'webchat', allowed: ['tier'] });
  for (const name of ['name', 'email']) {
    for (const value of ['Ada', 5, true]) expect(await take(channel, name, value)).toBe('taken');
    for (const value of [null, {}, ['Ada']]) expect(await take(channel, name, value)).toBe('wrong-type');
  }
  for (const name of ['Name', 'Email', 'e_mail']) expect(await take(channel, name, 'Ada')).toBe('not-allowed');
});

test('webchat holds name and email to the type that the list gives them', async () => {
  const channel = await openChannel(api, { type: 'webchat', allowed: [{ name: 'email', type: 'string' }] });
  expect(await take(channel, 'email', 5)).toBe('wrong-type');
  expect(await take(channel, 'email', 'ada@example.com')).toBe('taken');
});

test('webmessaging takes name and email only if the list has them', async () => {
  const channel = await openChannel(api, { allowed: ['email'] });
  expect(await take(channel, 'name', 'Ada')).toBe('not-allowed');
  expect(await take(channel, 'email', 'ada@example.com')).toBe('taken');
});

test('a value of 8,192 bytes as JSON is taken, a larger one dropped as too-large', async () => {
  const channel = await openChannel(api, { allowed: ['text', { name: 'count', type: 'integer' }] });
  expect(await take(channel, 'text', textOfBytes(8192))).toBe('taken');
  expect(await take(channel, 'text', textOfBytes(8193))).toBe('too-large');
  expect(await take(channel, 'text', 'ü'.repeat(4096))).toBe('too-large');
  expect(await take(channel, 'count', textOfBytes(8193)), 'the size is looked at before the type').toBe('too-large');
});

test('names that JavaScript knows are names like any other', async () => {
  const hostile = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'prototype', 'then'];
  const listed = await openChannel(api, { allowed: hostile });
  const unlisted = await openChannel(api, { allowed: ['tier'] });
  const bag = `{${hostile.map((name) => `"${name}":"${name}!"`).join(',')}}`;
  const { conversationId } = await listed.taken({ metadata: JSON.parse(bag) });
  expect(await dataTexts(api, conversationId)).toEqual(
    Object.fromEntries(hostile.map((name) => [name, JSON.stringify(`${name}!`)])),
  );
  const { dropped } = await unlisted.taken({ metadata: JSON.parse(bag) });
  expect(dropped).toEqual(hostile.map((name) => ({ name, reason: 'not-allowed' })));
});

test('a name that no attribute could have is dropped and reported, and the message taken', async () => {
  const channel = await openChannel(api, { allowed: ['tier'] });
  const names = ['', ' ', 'a\u0000b', '\ud800', 'x'.repeat(300), '🎈', 'a"b\\c', '\u2028'];
  const metadata = { ...Object.fromEntries(names.map((name) => [name, 'x'])), tier: 'gold' };
  const { conversationId, accepted, dropped } = await channel.taken({ metadata });
  expect(dropped).toEqual(names.map((name) => ({ name, reason: 'not-allowed' })));
  expect(accepted).toEqual(['tier']);
  expect(await dataOf(api, conversationId)).toEqual({ tier: 'gold' });
});

test('a message may bring any number of names: 102 that count and 2,000 that do not', async () => {
  const allowed = Array.from({ length: 100 }, (_, position) => `name_${position}`);
  const channel = await openChannel(api, { type: 'webchat', allowed });
  const listed = Object.fromEntries(['name', 'email', ...allowed].map((name) => [name, `${name}!`]));
  const others = Object.fromEntries(Array.from({ length: 2000 }, (_, position) => [`other_${position}`, 'x']));
  const { conversationId, accepted, dropped } = await channel.taken({ metadata: { ...others, ...listed } });
  expect([accepted.length, dropped.length]).toEqual([102, 2000]);
  expect(await dataOf(api, conversationId)).toEqual(listed);
});

test('of a number of 100,000 digits only the size is looked at', async () => {
  const channel = await openChannel(api, { allowed: [{ name: 'count', type: 'integer' }] });
  expect(await take(channel, 'count', number(`1${'0'.repeat(100_000)}1`))).toBe('too-large');
  // Within the size, where a regular expression that looks for zeros at the end would start at every run of them.
  expect(await take(channel, 'count', number(`0.${'10'.repeat(4_000)}1`))).toBe('wrong-type');
});
