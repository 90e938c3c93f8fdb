import { describe, expect, test } from 'vitest';
import { tally } from '../support/answer.ts';
import { useApi } from '../support/api.ts';
import { atOnce } from '../support/repeat.ts';
import { requestsWithBody } from '../support/requests.ts';

const api = useApi();

async function makeFull() {
  const made = await api.make({ participants: [{ purpose: 'customer', attributes: { tier: 'gold' } }] });
  await api.ok('POST', made.flow(), { body: { attributes: { step: '1' } } });
  return made;
}

test('an erased conversation is answered with 204 and nothing else', async () => {
  const made = await makeFull();
  const { status, text, headers } = await api.call('DELETE', made.conversation);
  expect([status, text, headers.get('cache-control')]).toEqual([204, '', 'no-store']);
});

test('every read and write of an erased conversation answers 404, as of one that never was', async () => {
  const made = await makeFull();
  await api.ok('DELETE', made.conversation);
  for (const path of [made.conversation, made.interaction, made.attributes(), made.flow()]) {
    expect(await api.call('GET', path)).toMatchObject({ status: 404, body: { code: 'conversation-not-found' } });
  }
  for (const { method, path, body } of requestsWithBody) {
    const answer = await api.call(method, path(made), { body });
    expect(answer).toMatchObject({ status: 404, body: { code: 'conversation-not-found' } });
  }
  expect((await api.call('POST', made.flush())).status).toBe(404);
  expect((await api.call('DELETE', made.conversation)).status).toBe(404);
});

test('the id of an erased conversation stays taken: 409', async () => {
  const made = await makeFull();
  await api.ok('DELETE', made.conversation);
  const body = { id: made.id, type: 'voice', participants: [] };
  const refused = await api.call('POST', '/api/v2/conversations', { body });
  expect(refused).toMatchObject({ status: 409, body: { code: 'conversation-exists' } });
  expect((await api.call('GET', made.conversation)).status).toBe(404);
});

test('an erasure that comes again under its Idempotency-Key is answered with 204, under another or none with 404', async () => {
  const made = await makeFull();
  const headers = { 'idempotency-key': 'erase-once' };
  const answers = await atOnce(5, () => api.call('DELETE', made.conversation, { headers }));
  answers.push(await api.call('DELETE', made.conversation, { headers }));
  expect(tally(answers)).toEqual({ 204: 6 });
  const other = await api.call('DELETE', made.conversation, { headers: { 'idempotency-key': 'another' } });
  expect(other.status).toBe(404);
});

test('of erasures at once without a key one is answered with 204, and the others with 404', async () => {
  const made = await makeFull();
  expect(tally(await atOnce(5, () => api.call('DELETE', made.conversation)))).toEqual({ 204: 1, 404: 4 });
});

describe('If-Match', () => {
  const stale = { 'if-match': '"7"' };

  test('with the version of the conversation lets it be erased, whatever its secured version', async () => {
    const made = await makeFull();
    const { headers } = await api.ok('GET', made.conversation);
    await api.ok('PATCH', `${made.conversation}/secureattributes`, { body: { attributes: { pin: '1' } } });
    await api.ok('DELETE', made.conversation, { headers: { 'if-match': headers.get('etag') ?? '' } });
    expect((await api.call('GET', made.conversation)).status).toBe(404);
  });

  test('with another version refuses with 412, names the current one and erases nothing', async () => {
    const made = await makeFull();
    const before = await api.ok('GET', made.conversation);
    const refused = await api.call('DELETE', made.conversation, { headers: stale });
    expect(refused).toMatchObject({ status: 412, body: { code: 'precondition-failed', currentVersion: 1 } });
    expect((await api.ok('GET', made.conversation)).body).toEqual(before.body);
  });

  test('is no matter to an erasure that comes again under its Idempotency-Key', async () => {
    const made = await makeFull();
    const headers = { 'idempotency-key': 'erase-matched', 'if-match': '"1"' };
    const answers = await atOnce(5, () => api.call('DELETE', made.conversation, { headers }));
    answers.push(await api.call('DELETE', made.conversation, { headers: { ...headers, ...stale } }));
    expect(tally(answers)).toEqual({ 204: 6 });
  });

  test('of what never was answers 404', async () => {
    expect((await api.call('DELETE', '/api/v2/conversations/never-was', { headers: stale })).status).toBe(404);
  });

  test('lets one of an erasure and patches at once win', async () => {
    const made = await makeFull();
    const erasure = () => api.call('DELETE', made.conversation, { headers: { 'if-match': '"1"' } });
    const patch = () => api.call('PATCH', made.attributes(), { body: { attributes: { step: 1 } } });
    const [erased, ...patched] = await Promise.all([erasure(), patch(), patch()]);
    expect(tally(patched)).toEqual(erased?.status === 204 ? { 404: 2 } : { 200: 2 });
  });
});

test('the erasure of what never was answers 404', async () => {
  expect((await api.call('DELETE', '/api/v2/conversations/never-was')).status).toBe(404);
});

test('a write that was applied is not applied to an erased conversation when it comes again', async () => {
  const made = await makeFull();
  const request = { headers: { 'idempotency-key': 'once' }, body: { attributes: { a: 1 } } };
  await api.ok('PATCH', made.attributes(), request);
  await api.ok('DELETE', made.conversation);
  expect((await api.call('PATCH', made.attributes(), request)).status).toBe(404);
});

test('a creation that comes again after the erasure is refused with 409, and makes nothing', async () => {
  const body = { type: 'voice', participants: [] };
  const request = { headers: { 'idempotency-key': 'made-once' }, body };
  const { body: made } = await api.ok('POST', '/api/v2/conversations', request);
  await api.ok('DELETE', `/api/v2/conversations/${made.id}`);
  expect((await api.call('POST', '/api/v2/conversations', request)).status).toBe(409);
  expect((await api.call('GET', `/api/v2/conversations/${made.id}`)).status).toBe(404);
});
