import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { useApi } from '../support/api.ts';
import { conversationWrites, setUp } from './writes.ts';

const api = useApi();

beforeAll(() => setUp(api));

const writesToActive = conversationWrites.filter(
  ({ write }) => !/the end|abandonment|erasure|after the end/.test(write),
);

describe.each([
  { ending: 'is handled', end: { state: 'handled' } },
  { ending: 'is abandoned', end: { state: 'abandoned' } },
  { ending: 'is in wrap-up', end: { state: 'wrapup' } },
  { ending: 'is erased', end: undefined },
])('a delivery that comes again when the conversation $ending', ({ end }) => {
  test.each(writesToActive)('of $write is answered, and changes nothing', async (write) => {
    const { method, path, options, view } = await write.prepare(api);
    const headers = { ...options.headers, 'idempotency-key': randomUUID() };
    const first = await api.ok(method, path, { ...options, headers });
    const id = /conversations\/([^/?]+)\/export/.exec(view)?.[1] ?? first.body.id;
    const conversation = `/api/v2/conversations/${id}`;
    if (end) await api.ok('PATCH', conversation, { body: end });
    else await api.ok('DELETE', conversation);
    const before = await api.call('GET', `${conversation}/export`);
    const again = await api.send(method, path, { ...options, headers });
    expect([200, 201, 202, 204, 404, 409], again.text).toContain(again.status);
    const { body } = await api.call('GET', `${conversation}/export`);
    expect({ ...body, contextId: '' }).toEqual({ ...before.body, contextId: '' });
  });
});
