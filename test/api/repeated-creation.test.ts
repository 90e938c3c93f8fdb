import { describe, expect, test } from 'vitest';
import { tally } from '../support/answer.ts';
import { useApi } from '../support/api.ts';
import { atOnce } from '../support/repeat.ts';

const api = useApi();

let keys = 0;
const newKey = () => ({ 'idempotency-key': `key ${++keys}` });

describe('creation under one Idempotency-Key', () => {
  const body = { type: 'voice', data: { order: 17 }, participants: [{ purpose: 'customer' }] };

  test('makes one conversation, at once and in a row', async () => {
    const request = { headers: newKey(), body };
    const creations = await atOnce(10, () => api.call('POST', '/api/v2/conversations', request));
    creations.push(await api.call('POST', '/api/v2/conversations', request));
    expect(tally(creations)).toEqual({ 201: 11 });
    expect(new Set(creations.map(({ text }) => text)).size).toBe(1);
    expect(new Set(creations.map(({ headers }) => headers.get('location'))).size).toBe(1);
  });

  test('makes one conversation of a given id, and is not told that the id is in use', async () => {
    const request = { headers: newKey(), body: { ...body, id: 'given' } };
    const creations = await atOnce(5, () => api.call('POST', '/api/v2/conversations', request));
    expect(tally(creations)).toEqual({ 201: 5 });
    const other = await api.call('POST', '/api/v2/conversations', { body: request.body });
    expect(other).toMatchObject({ status: 409, body: { code: 'conversation-exists' } });
  });

  test('answers the conversation as it is now when it comes again', async () => {
    const request = { headers: newKey(), body };
    const { body: created } = await api.ok('POST', '/api/v2/conversations', request);
    await api.ok('PATCH', `/api/v2/conversations/${created.id}`, { body: { data: { order: 18 } } });
    const again = await api.call('POST', '/api/v2/conversations', request);
    expect(again).toMatchObject({ status: 201, body: { id: created.id, version: 2, data: { order: 18 } } });
  });

  test('is refused with 422 when another body comes', async () => {
    const request = { headers: newKey(), body };
    await api.ok('POST', '/api/v2/conversations', request);
    const refused = await api.call('POST', '/api/v2/conversations', { ...request, body: { ...body, type: 'task' } });
    expect(refused).toMatchObject({ status: 422, body: { code: 'idempotency-key-reused' } });
  });
});
