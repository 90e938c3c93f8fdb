import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { NoAnswer, RequestRefused } from '../../clients/typescript/src/index.ts';
import { answer, scripted, type Turn } from './scripted.ts';

/** The pauses so far, in milliseconds: they pass at once. */
let pauses: number[];

beforeEach(() => {
  pauses = [];
  vi.spyOn(globalThis, 'setTimeout').mockImplementation(((work: () => void, milliseconds: number) => {
    pauses.push(milliseconds);
    queueMicrotask(work);
  }) as unknown as typeof setTimeout);
  // The longest pause that jitter can give.
  vi.spyOn(Math, 'random').mockReturnValue(1);
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** Sends a patch through a network that does these things, and says what came of it. */
async function patched(turns: readonly Turn[], options: Parameters<typeof scripted>[1] = {}) {
  const { client, seen } = scripted(turns, options);
  const patch = client.conversation('c').participant('customer').patch({ tier: 'gold' });
  return { outcome: await patch.catch((error: unknown) => error), seen };
}

const done = () => answer(200, { attributes: { tier: 'gold' }, version: 2 });

test.for<[string, () => Turn]>([
  ['429, the gateway throttles', () => answer(429, { message: 'Too Many Requests' })],
  ['500, a function fails', () => answer(500, { message: 'Internal Server Error' })],
  ['502', () => answer(502)],
  ['503, the store does not answer', () => answer(503, { code: 'store-unavailable' })],
  ['504', () => answer(504)],
  ['a broken connection', () => new TypeError('fetch failed')],
  ['a page that is not JSON', () => new Response('<html>', { headers: { 'content-type': 'text/html' } })],
])('sends a write again after %s, with the same key and body', async ([, turn]) => {
  const { outcome, seen } = await patched([turn(), turn(), done()]);
  expect(outcome).toEqual({ attributes: { tier: 'gold' }, version: 2 });
  expect(seen.map(({ body }) => body)).toEqual(Array(3).fill('{"attributes":{"tier":"gold"}}'));
  const keys = seen.map(({ headers }) => headers.get('idempotency-key'));
  expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
  expect(new Set(keys).size).toBe(1);
});

test('gives every call a key of its own', async () => {
  const first = await patched([done()]);
  const second = await patched([done()]);
  expect(first.seen[0]?.headers.get('idempotency-key')).not.toBe(second.seen[0]?.headers.get('idempotency-key'));
});

test('sends the key that the caller gives', async () => {
  const { client, seen } = scripted([answer(202, { pending: ['a'], revision: 1 })]);
  await client.conversation('c').flow('f').set({ a: 'b' }, { idempotencyKey: 'step-7' });
  expect(seen[0]?.headers.get('idempotency-key')).toBe('step-7');
  expect(seen[0]?.body).toBe('{"attributes":{"a":"b"}}');
});

test('sends no key with a read', async () => {
  const { client, seen } = scripted([answer(200, { attributes: {} }, { etag: '"1"' })]);
  await client.conversation('c').participant('customer').attributes();
  expect(seen[0]?.headers.has('idempotency-key')).toBe(false);
});

test.for([400, 403, 404, 409, 412, 413, 422])('does not send again what is refused with %i', async (status) => {
  const { outcome, seen } = await patched([answer(status, { code: 'some-code' })]);
  expect(outcome).toBeInstanceOf(RequestRefused);
  expect(seen).toHaveLength(1);
});

describe('pauses', () => {
  test('double up to a limit, each a random part of it', async () => {
    const failing = Array.from({ length: 7 }, () => new TypeError('fetch failed'));
    await patched([...failing, done()], { attempts: 8 });
    expect(pauses).toEqual([200, 400, 800, 1600, 3200, 5000, 5000]);
    vi.mocked(Math.random).mockReturnValue(0.25);
    await patched([new TypeError('fetch failed'), done()]);
    expect(pauses.at(-1)).toBe(50);
  });

  test.for([429, 503])('are at least as long as the Retry-After of a %i', async (status) => {
    await patched([answer(status, {}, { 'retry-after': '7' }), done()]);
    expect(pauses).toEqual([7200]);
  });

  test('understand a Retry-After that is a date', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-01-31T08:00:00Z') });
    await patched([answer(503, {}, { 'retry-after': 'Sat, 31 Jan 2026 08:00:03 GMT' }), done()]);
    expect(pauses).toEqual([3200]);
  });

  test.for(['soon', '-1', ''])('take no notice of the Retry-After "%s"', async (text) => {
    await patched([answer(503, {}, { 'retry-after': text }), done()]);
    expect(pauses).toEqual([200]);
  });

  test('of more than a minute are left to the caller', async () => {
    const { outcome, seen } = await patched([answer(503, {}, { 'retry-after': '61' })]);
    expect(outcome).toMatchObject({ name: 'RequestRefused', status: 503, retryAfter: 61 });
    expect(seen).toHaveLength(1);
  });
});

describe('at last', () => {
  test('the refusal that came at every attempt is thrown', async () => {
    const turns = Array.from({ length: 6 }, () => answer(429, { message: 'Too Many Requests' }));
    const { outcome, seen } = await patched(turns);
    expect(outcome).toBeInstanceOf(RequestRefused);
    expect(outcome).toMatchObject({ status: 429, detail: 'Too Many Requests' });
    expect(seen).toHaveLength(5);
  });

  test('NoAnswer tells why, and the key with which another process may go on', async () => {
    const reason = new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED') });
    const { outcome, seen } = await patched([reason, reason], { attempts: 2 });
    expect(outcome).toBeInstanceOf(NoAnswer);
    expect(outcome).toMatchObject({
      message:
        'PATCH /api/v2/conversations/c/participants/customer/attributes: no answer (fetch failed: connect ECONNREFUSED)',
      cause: reason,
      idempotencyKey: seen[0]?.headers.get('idempotency-key'),
    });
    expect(seen).toHaveLength(2);
  });

  test('an error names no query, which may have an address', async () => {
    const { client } = scripted([new TypeError('fetch failed')], { attempts: 1 });
    const found = client.findConversations({ address: 'tel:+4930123456' }).next();
    await expect(found).rejects.toThrow('GET /api/v2/conversations: no answer (fetch failed)');
  });

  test('an error shows nothing of an answer that is not JSON', async () => {
    const half = new Response('{"attributes":{"card":"4111', { headers: { 'content-type': 'application/json' } });
    const { outcome } = await patched([half], { attempts: 1 });
    expect(String(outcome)).toContain('not JSON but application/json, 27 characters');
    expect(String(outcome)).not.toContain('4111');
  });
});

test('ends an attempt that takes too long, and sends again', async () => {
  const { client, seen } = scripted(['silence', done()], { timeout: 30 });
  const { version } = await client.conversation('c').participant('customer').patch({ tier: 'gold' });
  expect(version).toBe(2);
  expect(seen).toHaveLength(2);
});

test('says that it took too long', async () => {
  const { client } = scripted(['silence'], { timeout: 30, attempts: 1 });
  const read = client.conversation('c').get();
  await expect(read).rejects.toMatchObject({ name: 'NoAnswer', cause: { name: 'TimeoutError' } });
});

test('updateAttributes gives up when others were faster 50 times, after short pauses', async () => {
  const faster = (currentVersion: number) => [
    answer(200, { attributes: {} }, { etag: `"${currentVersion - 1}"` }),
    answer(409, { code: 'version-conflict', currentVersion }),
  ];
  const { client, seen } = scripted(Array.from({ length: 50 }, (_, number) => faster(number + 2)).flat());
  const update = client
    .conversation('c')
    .participant('customer')
    .updateAttributes(() => ({ a: 1 }));
  await expect(update).rejects.toMatchObject({ code: 'version-conflict', currentVersion: 51 });
  expect(seen.at(-1)?.body).toBe('{"attributes":{"a":1},"version":50}');
  expect(pauses).toEqual([200, 400, ...Array(47).fill(800)]);
});

test('ends a request and its pauses with the reason of the signal, and sends no other after that', async () => {
  const ending = new AbortController();
  const reason = new Error('the page was left');
  const broken = async () => {
    ending.abort(reason);
    throw new TypeError('fetch failed');
  };
  const { outcome } = await patched([], { signal: ending.signal, fetch: broken });
  expect(outcome).toBe(reason);
  const { outcome: later, seen } = await patched([done()], { signal: ending.signal });
  expect([later, seen]).toEqual([reason, []]);
});

test('ends a pause with the reason of the signal', async () => {
  vi.spyOn(globalThis, 'setTimeout').mockImplementation((() => undefined) as unknown as typeof setTimeout);
  const ending = new AbortController();
  const outcome = patched([answer(503)], { signal: ending.signal });
  await new Promise(setImmediate);
  ending.abort('over');
  expect((await outcome).outcome).toBe('over');
});

test('reads answers with the parser that it was given', async () => {
  const parse = (text: string) => JSON.parse(text.replaceAll('2', '"two"'));
  expect((await patched([done()], { parse })).outcome).toMatchObject({ version: 'two' });
});
