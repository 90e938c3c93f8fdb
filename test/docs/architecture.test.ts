import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { names } from '../../src/dynamodb/names.ts';

const page = readFileSync('docs/architecture.md', 'utf8');

test('the page on the architecture has every key of the item, and no other', () => {
  const table = page.slice(page.indexOf('| key | what |'), page.indexOf('What else it holds'));
  const documented = [...table.matchAll(/^\| `([^`]+)` \|/gm)].map(([, key = '']) => key.replace(/\{\w+\}/g, 'X'));
  const used = Object.values(names).map((key: string | ((...parts: string[]) => string)) =>
    typeof key === 'string' ? key : key('X', 'X', 'X'),
  );
  expect(documented.sort()).toEqual([...used, names.attribute(undefined, 'X')].sort());
});
