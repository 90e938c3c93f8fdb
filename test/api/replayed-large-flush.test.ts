import { expect, test } from 'vitest';
import { sorted } from '../support/answer.ts';
import { useApi } from '../support/api.ts';
import { namesOf } from '../support/bags.ts';

const api = useApi();

test('a flush of 200 long names that comes again under its Idempotency-Key answers the same names', async () => {
  const made = await api.make();
  for (const half of ['a', 'b']) {
    await api.ok('POST', made.flow(), { body: { attributes: namesOf(100, half.repeat(200)) } });
  }
  const headers = { 'idempotency-key': 'large' };
  const first = await api.ok('POST', made.flush(), { headers });
  const again = await api.ok('POST', made.flush(), { headers });
  expect(first.body.flushed).toHaveLength(200);
  expect(sorted(again.body.flushed)).toEqual(sorted(first.body.flushed));
});
