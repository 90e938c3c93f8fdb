import { expect, test } from 'vitest';
import { useApi } from '../support/api.ts';
import { securedOf } from './support/paths.ts';

const api = useApi();

test.each([
  { method: 'PUT', body: { attributes: { pin: '1' }, version: 0 } },
  { method: 'PATCH', body: { attributes: { pin: '1' } } },
])('$method takes the entity tag that a GET gave when there were no secured attributes', async ({ method, body }) => {
  const made = await api.make();
  const etag = (await api.ok('GET', securedOf(made))).headers.get('etag') ?? '';
  const headers = { 'if-match': etag };
  expect(await api.call(method, securedOf(made), { headers, body })).toMatchObject({
    status: 200,
    body: { version: 1 },
  });
  expect(await api.call(method, securedOf(made), { headers, body })).toMatchObject({
    status: 412,
    body: { currentVersion: 1 },
  });
});
