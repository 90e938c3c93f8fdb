import { expect, test } from 'vitest';
import { useApi } from '../support/api.ts';

const api = useApi({ sharedExecutions: true });

test('where executions are shared any client may go on with one', async () => {
  const made = await api.make();
  const token = await api.local.token(undefined, 'other');
  await api.ok('POST', made.flow(), { body: { attributes: { tier: 'gold' } } });
  expect((await api.ok('GET', made.flow(), { token })).body.attributes).toEqual({ tier: 'gold' });
  expect((await api.ok('POST', made.flush(), { token })).body.flushed).toEqual(['tier']);
});
