import { expect, test } from 'vitest';
import { useApi } from '../support/api.ts';

const api = useApi();

test('a media type that is named with the weight 0 is not accepted, whatever a wider range says (RFC 9110, 12.5.1)', async () => {
  for (const accept of ['application/json;q=0, */*', '*/*;q=0.5, application/json;q=0', 'application/*;q=0, */*']) {
    const { status } = await api.call('GET', '/api/v2/conversations', { headers: { accept } });
    expect([accept, status]).toEqual([accept, 406]);
  }
});
