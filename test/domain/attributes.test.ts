import { describe, expect, test } from 'vitest';
import { applyAttributeChanges, checkNames, countBytes, readAttributes, whyNotName } from '#domain/attributes.ts';
import { type Json, parse } from '#domain/json.ts';
import { Refusal, Violations } from '#domain/refusal.ts';
import { namesOf } from '../support/bags.ts';
import { attributes, changes } from '../support/fixtures.ts';

const json = { values: 'json', removals: true } as const;
const strings = { values: 'string', removals: true } as const;
const given = { values: 'json', removals: false } as const;

/** What was noted, as the refusal of it. */
function refusalOf(violations: Violations): Refusal {
  try {
    violations.refuse();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error('nothing was noted');
}

function read(text: string, rules: Parameters<typeof readAttributes>[1]) {
  const violations = new Violations();
  return { changes: readAttributes(parse(text) as { [name: string]: Json }, rules, violations), violations };
}

describe('reading attributes', () => {
  test('gives the canonical text of each value, and null for a removal', () => {
    const { changes: found, violations } = read('{"a": 1e200, "b": [ 1 ], "c": null, "__proto__": "x"}', json);
    expect([...found]).toEqual([
      ['a', '1e200'],
      ['b', '[1]'],
      ['c', null],
      ['__proto__', '"x"'],
    ]);
    violations.refuse();
  });

  test('notes every bad name and value, the malformed before the others, and is a bad request then', () => {
    const { violations } = read('{"good":1,"deep":[[[[[[]]]]]],"":1,"tab\\t":[[[[[[]]]]]]}', json);
    const { code, data } = refusalOf(violations);
    expect(code).toBe('bad-request');
    expect(data.errors?.map(({ name }) => name)).toEqual(['', 'tab\t', 'deep', 'tab\t']);
  });

  test('is unprocessable when values only are bad', () => {
    const { violations } = read('{"number":1,"bool":true,"raw":1e200,"list":[],"good":"text","gone":null}', strings);
    const { code, data } = refusalOf(violations);
    expect(code).toBe('unprocessable-content');
    expect(data.errors?.map(({ reason }) => reason)).toEqual(
      ['a number', 'a boolean', 'a number', 'an array'].map((type) => `the value is ${type}; it must be a string`),
    );
  });

  test('refuses null where nothing can be removed', () => {
    const { code, data } = refusalOf(read('{"a":null}', given).violations);
    expect([code, data.errors?.[0]?.name]).toEqual(['unprocessable-content', 'a']);
  });

  test('never quotes a value', () => {
    const canary = `"${'canary'.repeat(2000)}"`;
    const refusal = refusalOf(
      read(`{"a":${canary},"b":[[[[[[${canary}]]]]]],"c":{"d":${canary}}}`, strings).violations,
    );
    expect(refusal.message + JSON.stringify(refusal.data)).not.toContain('canary');
  });
});

describe('a name', () => {
  test.each(['a', '__proto__', ' a ', 'a\u200bb', 'e\u0301', '\u{1F600}'.repeat(64), 'a\u00a0b'])(
    'may be %j',
    (name) => {
      expect(whyNotName(name)).toBeUndefined();
    },
  );

  test.each(['', ' ', '\u3000', '\u0000', 'a\n', '\u007f', '\u0080', '\u009f', '\ud800', `${'é'.repeat(128)}a`])(
    'may not be %j',
    (name) => {
      expect(whyNotName(name)).toEqual(expect.any(String));
    },
  );
});

test('100 names in a query may be read, and 101 may not', () => {
  const names = Object.keys(namesOf(101));
  const violations = new Violations();
  checkNames(names.slice(1), violations);
  violations.refuse();
  checkNames(names, violations);
  expect(refusalOf(violations).code).toBe('unprocessable-content');
});

test('a merge replaces, adds and removes, and leaves both of its sources as they are', () => {
  const before = attributes({ keep: 1, change: 1, remove: 1 });
  const change = changes({ change: 2, remove: null, add: 3, missing: null });
  expect(applyAttributeChanges(before, change)).toEqual(attributes({ keep: 1, change: 2, add: 3 }));
  expect(before).toEqual(attributes({ keep: 1, change: 1, remove: 1 }));
});

test('bytes are those of names and JSON texts in UTF-8; a removal counts as its name', () => {
  expect(countBytes(attributes({ é: 'é', n: 12 }))).toBe(2 + 4 + 1 + 2);
  expect(countBytes(changes({ gone: null }))).toBe(4);
});
