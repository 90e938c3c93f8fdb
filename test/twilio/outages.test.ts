import { createServer } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { useApi } from '../support/api.ts';
import { useService } from './service.ts';

let time = 0;
/** Of the throttle: it lets every other request pass once its bucket is empty. */
const now = () => {
  time += 250;
  return time;
};
const statuses: number[] = [];
const api = useApi({ rateLimit: 2, now, answered: ({ status }) => void statuses.push(status) });
const { clientId: CLIENT_ID, clientSecret: CLIENT_SECRET } = api.credentials;
let API_URL: string;
const service = useService(() => ({ API_URL, CLIENT_ID, CLIENT_SECRET, ANSWER_MS: '600000', ...limits }));
let limits: { readonly ANSWER_MS?: string } = {};

/** An API whose store does not answer. */
const silent = createServer(() => {});
beforeAll(() => new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve)));
afterAll(() => {
  silent.closeAllConnections();
  silent.close();
});

const parameters = { conversationId: 'CA1', executionSid: 'FN1', attribute_tier: 'gold' };

test('a function that is throttled tries again, and its write takes effect once', async () => {
  API_URL = api.url;
  expect(await service.run('set-conversation-data', parameters)).toMatchObject({ status: 200 });
  const flushed = { status: 200, body: { flushed: ['tier'], version: 2 } };
  expect(await service.run('flush', { conversationId: 'CA1', executionSid: 'FN1' })).toEqual(flushed);
  expect(statuses).toContain(429);
});

test('an API that does not answer makes the widget fail before Twilio gives up', async () => {
  const address = silent.address();
  API_URL = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  limits = { ANSWER_MS: '1' };
  expect(await service.run('flush', parameters)).toEqual({
    status: 503,
    body: { code: 'no-answer', message: 'The API has not answered in time. The same again is safe.' },
  });
});
