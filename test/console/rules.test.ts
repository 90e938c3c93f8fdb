import { describe, expect, test } from 'vitest';
import { findChanges, findClashes } from '../../console/src/rules/changes.ts';
import { countByDay, countFilled } from '../../console/src/rules/log-figures.ts';
import { looksPersonal } from '../../console/src/rules/personal-data.ts';
import { formatValue, isSame, parseExactly, readValue } from '../../console/src/rules/values.ts';

describe('values', () => {
  test('keep every digit of a number on their way through the page', () => {
    const text = '{"id":12345678901234567890,"price":1.10,"n":7}';
    expect(formatValue(parseExactly(text))).toBe(text);
    expect(isSame(parseExactly('12345678901234567890'), parseExactly('12345678901234567891'))).toBe(false);
  });

  test('are the same whatever the order of their names', () => {
    expect(isSame({ a: 1, b: [{ c: 2, d: 3 }] }, { b: [{ d: 3, c: 2 }], a: 1 })).toBe(true);
    expect(isSame({ a: 1 }, { a: '1' })).toBe(false);
  });

  test('are read as text or as JSON; null, which would remove, is none', () => {
    expect(readValue('7', 'text')).toBe('7');
    expect(readValue('7', 'json')).toBe(7);
    expect(readValue('null', 'json')).toBeUndefined();
    expect(readValue('seven', 'json')).toBeUndefined();
    expect(readValue('false', 'json')).toBe(false);
  });
});

describe('changes', () => {
  test('between two looks are what came, what went and what is another', () => {
    const changes = findChanges({ same: 1, other: 'a', gone: true }, { same: 1, other: 'b', come: 'x' });
    expect([...changes]).toEqual([
      ['other', 'changed'],
      ['come', 'added'],
      ['gone', 'removed'],
    ]);
  });

  test('clash where both changed a name into different values, or one removed it', () => {
    const read = { tier: 'gold', note: 'a', mood: 'calm', step: 'x' };
    const mine = { tier: 'platinum', note: null, mood: 'angry', extra: 'mine' };
    const now = { tier: 'bronze', note: 'b', mood: 'angry', step: 'y', extra: 'theirs' };
    expect(findClashes(read, mine, now)).toEqual([
      { name: 'tier', read: 'gold', mine: 'platinum', theirs: 'bronze' },
      { name: 'note', read: 'a', mine: undefined, theirs: 'b' },
      { name: 'extra', read: undefined, mine: 'mine', theirs: 'theirs' },
    ]);
  });
});

test.each([
  'customerEmail',
  'date_of_birth',
  'Telefonnummer',
  'first_name',
  'iban',
  'postal-code',
  'PhoneNumber',
  'taxId',
])('%s looks like data about a person', (name) => {
  expect(looksPersonal(name)).toBe(true);
});

test.each(['tier', 'campaignName', 'productName', 'orderId', 'mailing', 'language', 'pinned', 'cardinality'])(
  '%s does not look like data about a person',
  (name) => {
    expect(looksPersonal(name)).toBe(false);
  },
);

describe('figures of the contact log', () => {
  const at = (startTime: string, data = {}) =>
    ({ id: 'c', type: 'voice', startTime, endTime: startTime, data }) as const;

  test('count conversations for each day of the period, those without any too', () => {
    const noon = (day: number) => new Date(2026, 10, day, 12);
    const log = [at(noon(3).toISOString()), at(noon(1).toISOString()), at(noon(3).toISOString())];
    expect(countByDay(log, new Date(2026, 10, 1), new Date(2026, 10, 4))).toEqual([
      { day: '2026-11-01', conversations: 1 },
      { day: '2026-11-02', conversations: 0 },
      { day: '2026-11-03', conversations: 2 },
    ]);
  });

  test('count how often a saved name is filled, the most frequent first', () => {
    const log = [at('2026-11-01T00:00:00Z', { b: 1, a: 2 }), at('2026-11-01T00:00:00Z', { b: 3 })];
    expect(countFilled(log)).toEqual([
      { name: 'b', conversations: 2 },
      { name: 'a', conversations: 1 },
    ]);
  });
});
