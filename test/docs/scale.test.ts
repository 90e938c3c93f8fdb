import { expect, test } from 'vitest';
import { measureCalls } from '../../bench/scale/measure.ts';
import { VARIANTS, writePage } from '../../bench/scale/page.ts';
import { read } from './markdown.ts';

test('the page of what a load takes says what is measured', async () => {
  expect(read('docs/scale.md')).toBe(writePage(await measureCalls(VARIANTS)));
});
