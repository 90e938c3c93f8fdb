import { expect, test } from 'vitest';
import { patient, useApi } from '../support/api.ts';
import { DataActionService } from './data-action-service.ts';

// A function has no time for the store; the clock stands, so that no request is let through beyond those of the first second.
const api = useApi({ times: { ...patient, functionMs: 500 }, rateLimit: 2, now: () => 0 });

test('a store that is too slow, and a gateway that throttles, take Failure with a status that says to try again', async () => {
  const genesys = new DataActionService({
    apiUrl: api.url,
    tokenUrl: `${api.url}/oauth/token`,
    ...api.credentials,
  });
  const flush = () => genesys.execute('flush', { conversationId: 'call-1', flowExecutionId: 'ivr' });
  const slow = { path: 'failure', status: 503, answer: { code: 'store-unavailable' } };
  expect(await flush()).toMatchObject(slow);
  expect(await flush()).toMatchObject({ path: 'failure', status: 429, answer: { message: 'Too Many Requests' } });
});
