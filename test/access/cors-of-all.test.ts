import { expect, test } from 'vitest';
import { useApi } from '../support/api.ts';

const api = useApi({ corsOrigins: ['*'] });

test('with * the pages of every origin may read', async () => {
  const { headers } = await api.send('GET', '/health', { headers: { origin: 'https://any.example.com' } });
  expect(headers.get('access-control-allow-origin')).toBe('*');
});
