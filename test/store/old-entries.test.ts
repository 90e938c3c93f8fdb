import { expect, test } from 'vitest';
import { decodeOperations } from '#dynamodb/decode-item.ts';

test('operation ids that an older version has left are known, whatever their request said', () => {
  const { operations } = decodeOperations({
    revision: [3],
    'o/one': ['sz.abcd-_1.', 1],
    'o/two': ['sz.abcd1234', '[]', 2],
  });
  expect([...operations]).toEqual([
    ['one', { at: 1043, fingerprint: '', revision: 1 }],
    ['two', { at: 1043, fingerprint: '', revision: 2, result: '[]' }],
  ]);
});
