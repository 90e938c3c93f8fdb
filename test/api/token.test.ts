import { expect, test } from 'vitest';
import { queueClients } from '../contact-data/support.ts';
import { useApi } from '../support/api.ts';

const api = useApi({ clientsFile: queueClients });

test('a token is told its client, its scopes and call queues, and when it expires', async () => {
  const token = await api.local.token('flow:read contactdata:read', 'no-queue');
  const before = Date.now();
  const { body } = await api.ok('GET', '/api/v2/token', { token });
  expect(body).toMatchObject({ clientId: 'no-queue', scopes: ['contactdata:read', 'flow:read'], queues: [] });
  const { expires } = JSON.parse(JSON.stringify(body));
  expect(expires).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z$/);
  expect(Date.parse(expires)).toBeGreaterThan(before);
});
