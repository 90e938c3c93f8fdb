import { expect, test } from 'vitest';
import { createThrottle } from '../../local/gateway/throttle.ts';
import { differences } from '../contract/conformance.ts';
import { operationOf } from '../contract/document.ts';
import { useApi } from '../support/api.ts';
import { untouched, watch } from './stores.ts';

const rate = 20;
let now = 0;
const api = useApi({ rateLimit: rate, now: () => now });

test('RATE_LIMIT answers what is too much with 429 and {"message"} as the gateway does, whoever asks, and touches no store', async () => {
  const stores = await watch(api);
  const path = '/api/v2/conversations/unknown';
  const all = await Promise.all(Array.from({ length: 4 * rate }, () => api.send('GET', path)));
  const served = all.filter(({ status }) => status === 404);
  const refused = all.filter(({ status }) => status === 429);
  expect(served.length + refused.length).toBe(all.length);
  expect(served).toHaveLength(rate);
  for (const answer of refused) {
    expect(answer.text).toBe('{"message":"Too Many Requests"}');
    expect(differences(operationOf('get-conversation'), answer)).toEqual([]);
  }
  const calls = await stores.during(async () => {
    const more = await Promise.all(Array.from({ length: rate }, () => api.send('GET', path, { token: null })));
    for (const { status } of more) expect(status).toBe(429);
  });
  expect(calls).toEqual(untouched);
  // In a second the bucket is full again.
  now += 1_000;
  expect((await api.send('GET', path)).status).toBe(404);
});

test('the bucket holds the requests of one second, and fills at the rate', () => {
  let time = 0;
  const takesMore = createThrottle(10, () => time);
  const take = (count: number) => Array.from({ length: count }, takesMore).filter(Boolean).length;
  expect(take(25)).toBe(10);
  time = 99;
  expect(take(1)).toBe(0);
  time = 500;
  expect(take(25)).toBe(5);
  time = 60_000;
  expect(take(25)).toBe(10);
});
