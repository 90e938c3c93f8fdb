import { describe, expect, test } from 'vitest';
import { useApi } from '../support/api.ts';
import { keyedWrites } from './keyed-writes.ts';
import { end } from './support.ts';

const api = useApi({ sweepSeconds: 0 });

describe.each(['wrapup', 'handled', 'abandoned'])('when the conversation has become %s meanwhile', (state) => {
  test.each(keyedWrites)(
    '$write that comes again under its Idempotency-Key is not told that it failed',
    async (one) => {
      const made = await api.make();
      const request = { headers: { 'idempotency-key': crypto.randomUUID() }, body: one.body };
      const first = await api.ok(one.method, one.path(made), request);
      await end(api, made.conversation, state);
      const before = (await api.ok('GET', made.conversation)).text;
      const again = await api.send(one.method, one.path(made), request);
      expect(again.status, again.text).toBe(first.status);
      expect((await api.ok('GET', made.conversation)).text, 'it changes nothing').toBe(before);
    },
  );

  test.each(keyedWrites)(
    '$write under the same key with another body changes nothing: until all is erased it is refused, then nothing tells it',
    async (one) => {
      const made = await api.make();
      const headers = { 'idempotency-key': crypto.randomUUID() };
      const first = await api.ok(one.method, one.path(made), { headers, body: one.body });
      await end(api, made.conversation, state);
      const other = JSON.stringify(one.body).replace(/gold|agent/, 'other');
      const before = (await api.ok('GET', made.conversation)).text;
      const answer = await api.send(one.method, one.path(made), { headers, body: other });
      expect((await api.ok('GET', made.conversation)).text, 'it changes nothing').toBe(before);
      if (state === 'wrapup') expect(answer).toMatchObject({ status: 422, body: { code: 'idempotency-key-reused' } });
      else expect(answer.status, answer.text).toBe(first.status);
    },
  );

  test('the end that comes again under its Idempotency-Key is told the same, and ends nothing twice', async () => {
    const made = await api.make();
    const request = { headers: { 'idempotency-key': crypto.randomUUID() }, body: { state } };
    const first = await api.ok('PATCH', made.conversation, request);
    expect((await api.ok('PATCH', made.conversation, request)).text).toBe(first.text);
  });
});

test('a creation under the key of one long ago, with another body, is not told that it has made that one', async () => {
  const headers = { 'idempotency-key': crypto.randomUUID() };
  const body = { type: 'voice', participants: [], data: { order: 17 } };
  const { body: made } = await api.ok('POST', '/api/v2/conversations', { headers, body });
  // More writes than the operation ids that are kept.
  for (let write = 0; write < 130; write++) {
    await api.ok('PATCH', `/api/v2/conversations/${made.id}`, { body: { data: { write } } });
  }
  const refused = await api.call('POST', '/api/v2/conversations', { headers, body: { ...body, data: { order: 18 } } });
  expect(refused.status, refused.text).toBeGreaterThanOrEqual(400);
});
