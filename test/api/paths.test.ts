import { expect, test } from 'vitest';
import { useApi } from '../support/api.ts';

const api = useApi();

test.each([
  '/api',
  '/api/v2/conversation',
  '/API/v2/conversations',
  '/api/v2/conversations/',
  '/api/v2/conversations/some-id/',
  '/api/v2/conversations//participants',
  '/api/v2/conversations/some-id/flows/some-id',
  '/api/v2/conversations/some-id/participants/some-id/',
])('%s is no path: 404', async (path) => {
  for (const method of ['GET', 'PATCH']) {
    const { status, body } = await api.call(method, path);
    expect([method, status, body.code]).toEqual([method, 404, 'route-not-found']);
  }
});
