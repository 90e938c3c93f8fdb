import { decodeJwt } from 'jose';
import { expect, test } from 'vitest';
import { queueClients } from '../contact-data/support.ts';
import { useApi } from '../support/api.ts';

const api = useApi({ clientsFile: queueClients });

test('a token is told its client, its scopes and call queues, and when it expires', async () => {
  const token = await api.local.token('flow:read contactdata:read', 'no-queue');
  const { text } = await api.ok('GET', '/api/v2/token', { token });
  expect(JSON.parse(text)).toEqual({
    clientId: 'no-queue',
    scopes: ['contactdata:read', 'flow:read'],
    queues: [],
    expires: new Date((decodeJwt(token).exp ?? 0) * 1000).toISOString(),
  });
});
