import { expect, test } from 'vitest';
import { useApi } from '../support/api.ts';

const api = useApi();

test.each(['/docs%2ferrors', '/api/v2/conversations%2Fhostile', '/api%2fv2%2fconversations'])(
  'an encoded slash divides nothing: GET %s is no path, not one without the method GET',
  async (path) => {
    const { status, body, headers } = await api.call('GET', path);
    expect([status, body.code, headers.get('allow')]).toEqual([404, 'route-not-found', null]);
  },
);
