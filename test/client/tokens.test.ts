import { afterEach, expect, test, vi } from 'vitest';
import { RequestRefused } from '../../clients/typescript/src/index.ts';
import type { ClientOptions } from '../../clients/typescript/src/transport.ts';
import { answer, scripted, type Turn } from './scripted.ts';

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const credentials = { clientId: 'ivr', clientSecret: 'a secret' };
const history = () => answer(200, { id: 'c' });
const unauthorized = () => answer(401, { message: 'Unauthorized' });

/** An issuer's answer. */
const token = (text: string, seconds = 3600) => answer(200, { access_token: text, expires_in: seconds });

/** A client with credentials of its own; `read` reads something. */
function withCredentials(turns: readonly Turn[], options: Partial<ClientOptions> = {}) {
  const { client, seen } = scripted(turns, { ...credentials, ...options });
  const tokensUsed = () =>
    seen.flatMap(({ headers }) => headers.get('authorization')?.match(/^Bearer (.*)/)?.[1] ?? []);
  const asked = () => seen.filter(({ request }) => request === 'POST /oauth/token');
  return { read: () => client.conversation('c').history(), seen, tokensUsed, asked };
}

test('asks for a token by client credentials, Basic and form-encoded', async () => {
  const { read, seen } = withCredentials([token('t1'), history()], {
    clientId: 'a:b',
    clientSecret: 'ü %+',
    scope: 'flow:read flow:write',
  });
  await read();
  expect(seen[0]?.request).toBe('POST /oauth/token');
  expect(seen[0]?.body).toBe('grant_type=client_credentials&scope=flow%3Aread+flow%3Awrite');
  expect(seen[0]?.headers.get('content-type')).toBe('application/x-www-form-urlencoded');
  expect(seen[0]?.headers.get('authorization')).toBe(`Basic ${btoa('a%3Ab:%C3%BC+%25%2B')}`);
  expect(seen[1]?.headers.get('authorization')).toBe('Bearer t1');
});

test('asks for one at the address that is given', async () => {
  const { read, seen } = withCredentials([token('t1'), history()], { tokenUrl: 'https://issuer.example/token' });
  await read();
  expect(seen[0]?.request).toBe('POST /token');
});

test('keeps a token for its time, less half a minute', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  const { read, tokensUsed } = withCredentials([token('t1'), history(), history(), token('t2'), history()]);
  await read();
  vi.setSystemTime(Date.now() + 3569_000);
  await read();
  vi.setSystemTime(Date.now() + 1_000);
  await read();
  expect(tokensUsed()).toEqual(['t1', 't1', 't2']);
});

test('keeps a short-lived token for half its time', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  const { read, tokensUsed } = withCredentials([token('t1', 20), history(), history(), token('t2', 20), history()]);
  await read();
  vi.setSystemTime(Date.now() + 9_999);
  await read();
  vi.setSystemTime(Date.now() + 1);
  await read();
  expect(tokensUsed()).toEqual(['t1', 't1', 't2']);
});

test('uses a token that is over at once, rather than asking for ever', async () => {
  const { read, tokensUsed } = withCredentials([token('t1', 0), token('t2', 0), history()]);
  await read();
  expect(tokensUsed()).toEqual(['t2']);
});

test('asks once for calls at one time', async () => {
  const { read, asked, tokensUsed } = withCredentials([token('t1'), ...Array.from({ length: 20 }, history)]);
  await Promise.all(Array.from({ length: 20 }, read));
  expect(asked()).toHaveLength(1);
  expect(tokensUsed()).toHaveLength(20);
});

test('asks once for calls at one time whose token is over', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  const turns = [token('t1'), history(), token('t2'), ...Array.from({ length: 20 }, history)];
  const { read, asked } = withCredentials(turns);
  await read();
  vi.setSystemTime(Date.now() + 4_000_000);
  await Promise.all(Array.from({ length: 20 }, read));
  expect(asked()).toHaveLength(2);
});

test('renews a token that the API refuses, and sends the same again', async () => {
  const { read, seen, tokensUsed } = withCredentials([token('t1'), unauthorized(), token('t2'), history()]);
  expect(await read()).toEqual({ id: 'c' });
  expect(tokensUsed()).toEqual(['t1', 't2']);
  expect(seen[3]?.request).toBe(seen[1]?.request);
});

test('renews once, and then tells the refusal', async () => {
  const { read, seen } = withCredentials([token('t1'), unauthorized(), token('t2'), unauthorized(), history()]);
  await expect(read()).rejects.toMatchObject({ name: 'RequestRefused', status: 401, detail: 'Unauthorized' });
  expect(seen).toHaveLength(4);
});

test('renews once for calls at one time, though one of them is refused after the renewal', async () => {
  const late = Promise.withResolvers<Response>();
  const turns = [token('t1'), late.promise, unauthorized(), token('t2'), history(), history()];
  const { read, asked, tokensUsed } = withCredentials(turns);
  const slow = read();
  await read();
  late.resolve(unauthorized());
  await slow;
  expect(asked()).toHaveLength(2);
  expect(tokensUsed()).toEqual(['t1', 't1', 't2', 't2']);
});

test('asks anew after a failure', async () => {
  const { read, asked } = withCredentials([answer(400, { error: 'invalid_scope' }), token('t1'), history()]);
  await expect(read()).rejects.toBeInstanceOf(RequestRefused);
  await read();
  expect(asked()).toHaveLength(2);
});

test("tells the issuer's refusal, and asks no more", async () => {
  const refusal = { error: 'invalid_client', error_description: 'the id and secret of a client must come by Basic' };
  const { read, seen } = withCredentials([answer(401, refusal)]);
  const error = await read().catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(RequestRefused);
  expect(error).toMatchObject({
    status: 401,
    code: 'invalid_client',
    message: 'POST /oauth/token: 401 invalid_client the id and secret of a client must come by Basic',
  });
  expect(seen).toHaveLength(1);
});

test('asks an issuer again that throttles or does not answer', async () => {
  vi.spyOn(Math, 'random').mockReturnValue(0);
  const { read } = withCredentials([answer(429), new TypeError('fetch failed'), token('t1'), history()]);
  expect(await read()).toEqual({ id: 'c' });
});

test('tells an issuer that gives no token, without what it gave', async () => {
  const { read } = withCredentials([answer(200, { id_token: 'secret' })]);
  await expect(read()).rejects.toThrow(/^POST \/oauth\/token: the answer has no access_token$/);
});

test('asks for a token of the caller at each request, and says which one was refused', async () => {
  const given = vi.fn((refused?: string) => Promise.resolve(refused === undefined ? 'own' : 'new'));
  const { client, seen } = scripted([history(), unauthorized(), history()], { token: given });
  await client.conversation('c').history();
  await client.conversation('c').history();
  expect(given.mock.calls).toEqual([[], [], ['own']]);
  expect(seen.map(({ headers }) => headers.get('authorization'))).toEqual(['Bearer own', 'Bearer own', 'Bearer new']);
});
