import { createHash } from 'node:crypto';
import { decodeJwt } from 'jose';
import { describe, expect, test } from 'vitest';
import { roles } from '#contract/roles.ts';
import { createAuthorizationEndpoint } from '../../local/issuer/authorization.ts';
import { people } from '../../local/issuer/people.ts';
import { createRefreshTokens } from '../../local/issuer/refresh-tokens.ts';
import { useApi } from '../support/api.ts';

const api = useApi();

// RFC 7636, appendix B.
const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
const challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';

type Fields = Readonly<Record<string, string | undefined>>;

const asking = (changes: Fields = {}) =>
  defined({
    client_id: 'console',
    redirect_uri: `${api.url}/console/`,
    response_type: 'code',
    scope: 'openid profile',
    state: 'state-1',
    nonce: 'nonce-1',
    code_challenge: challenge,
    code_challenge_method: 'S256',
    ...changes,
  });

function defined(fields: Fields): URLSearchParams {
  return new URLSearchParams(
    Object.entries(fields).flatMap(([name, value]): [string, string][] => (value === undefined ? [] : [[name, value]])),
  );
}

const ask = (parameters: URLSearchParams) => fetch(`${api.url}/oauth/authorize?${parameters}`, { redirect: 'manual' });

const pick = (person: string, changes: Fields = {}) =>
  fetch(`${api.url}/oauth/authorize`, { method: 'POST', body: asking({ person, ...changes }), redirect: 'manual' });

async function getCode(person = 'agent', changes: Fields = {}): Promise<string> {
  const location = new URL((await pick(person, changes)).headers.get('location') ?? '');
  return location.searchParams.get('code') ?? '';
}

/** Of which answer a test looks at what it needs. */
interface TokenAnswer {
  readonly access_token: string;
  readonly id_token?: string;
  readonly refresh_token: string;
  readonly scope: string;
  readonly error?: string;
}

async function askForToken(form: Fields) {
  const response = await fetch(`${api.url}/oauth/token`, { method: 'POST', body: defined(form) });
  return { status: response.status, answer: (await response.json()) as TokenAnswer };
}

function redeem(code: string, changes: Fields = {}) {
  const redirect_uri = `${api.url}/console/`;
  const form = { grant_type: 'authorization_code', client_id: 'console', code, redirect_uri, code_verifier: verifier };
  return askForToken({ ...form, ...changes });
}

const renew = (refresh_token: string, changes: Fields = {}) =>
  askForToken({ grant_type: 'refresh_token', client_id: 'console', refresh_token, ...changes });

test('the example of RFC 7636 has the challenge that belongs to its verifier', () => {
  expect(createHash('sha256').update(verifier).digest('base64url')).toBe(challenge);
});

test('shows who there is to pick from, with what was asked, on a page that no other may frame or script', async () => {
  const response = await ask(asking({ state: '"><script>' }));
  expect(response.status).toBe(200);
  const page = await response.text();
  for (const person of ['agent', 'supervisor', 'administrator']) expect(page).toContain(`value="${person}"`);
  expect(page).not.toContain('<script');
  expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(response.headers.get('cache-control')).toBe('no-store');
});

test.each(['agent', 'supervisor', 'administrator'] as const)(
  'gives the %s a token with the scopes of the role',
  async (role) => {
    const { status, answer } = await redeem(await getCode(role));
    expect(status).toBe(200);
    const claims = decodeJwt(answer.access_token);
    const queues = role === 'agent' ? 'sales support' : '*';
    expect(claims).toMatchObject({ sub: role, client_id: 'console', scope: roles[role].join(' '), queues });
    expect(decodeJwt(answer.id_token ?? '')).toMatchObject({ sub: role, aud: 'console', nonce: 'nonce-1' });
    const { body } = await api.ok('GET', '/api/v2/token', { token: answer.access_token });
    expect(body).toMatchObject({ clientId: 'console', scopes: [...roles[role]].sort() });
  },
);

test('gives no ID token to who has not asked for openid', async () => {
  const { answer } = await redeem(await getCode('agent', { scope: 'profile' }));
  expect(answer.id_token).toBeUndefined();
});

describe('a code', () => {
  test('leads back with the state, in a redirect that does not send the form on', async () => {
    const response = await pick('agent');
    expect(response.status).toBe(303);
    const location = new URL(response.headers.get('location') ?? '');
    expect(location.origin + location.pathname).toBe(`${api.url}/console/`);
    expect(location.searchParams.get('state')).toBe('state-1');
  });

  test('is worth something once', async () => {
    const code = await getCode();
    expect((await redeem(code)).status).toBe(200);
    expect(await redeem(code)).toMatchObject({ status: 400, answer: { error: 'invalid_grant' } });
  });

  test.each<[string, Fields]>([
    ['another verifier', { code_verifier: `${verifier.slice(0, -1)}x` }],
    ['no verifier', { code_verifier: undefined }],
    ['the challenge for a verifier', { code_verifier: challenge }],
    ['another redirect URI', { redirect_uri: 'http://127.0.0.1/console/' }],
    ['no redirect URI', { redirect_uri: undefined }],
  ])('is worth nothing with %s, nor afterwards', async (_, changes) => {
    const code = await getCode();
    expect(await redeem(code, changes)).toMatchObject({ status: 400, answer: { error: 'invalid_grant' } });
    expect(await redeem(code)).toMatchObject({ status: 400, answer: { error: 'invalid_grant' } });
  });

  test.each<[string, Fields]>([
    ['another client', { client_id: 'local' }],
    ['a client with a secret', { client_secret: 'local-secret' }],
  ])('is refused to %s', async (_, changes) => {
    expect(await redeem(await getCode(), changes)).toMatchObject({ status: 401, answer: { error: 'invalid_client' } });
  });

  test('is worth nothing after a minute', () => {
    let now = 0;
    const endpoint = createAuthorizationEndpoint({ redirectUris: [`${api.url}/console/`], now: () => now });
    const request = {
      headers: new Map([['content-type', 'application/x-www-form-urlencoded']]),
      query: '',
      parameters: {},
      body: Buffer.from(String(asking({ person: 'agent' }))),
    };
    const codeOf = () => new URL(endpoint.answer(request).headers.location ?? '').searchParams.get('code') ?? '';
    const form = (code: string) =>
      defined({ client_id: 'console', redirect_uri: `${api.url}/console/`, code, code_verifier: verifier });
    const [early, late] = [codeOf(), codeOf()];
    now = 59_999;
    expect(endpoint.redeem(form(early))).toMatchObject({ person: { name: 'agent' } });
    now = 60_000;
    expect(endpoint.redeem(form(late))).toBeUndefined();
  });
});

describe('a refresh token', () => {
  const signIn = async () => (await redeem(await getCode('supervisor'))).answer;

  test('gives another access token for the same person, an ID token without the nonce, and the next refresh token', async () => {
    const first = await signIn();
    const { status, answer } = await renew(first.refresh_token);
    expect(status).toBe(200);
    expect(decodeJwt(answer.access_token)).toMatchObject({ sub: 'supervisor', scope: first.scope, queues: '*' });
    const { nonce, ...claims } = decodeJwt(answer.id_token ?? '');
    expect([nonce, claims]).toEqual([undefined, expect.objectContaining({ sub: 'supervisor', aud: 'console' })]);
    expect((await renew(answer.refresh_token)).status).toBe(200);
  });

  test('is worth something once', async () => {
    const { refresh_token } = await signIn();
    expect((await renew(refresh_token)).status).toBe(200);
    expect(await renew(refresh_token)).toMatchObject({ status: 400, answer: { error: 'invalid_grant' } });
  });

  test.each<[string, Fields]>([
    ['another client', { client_id: 'local' }],
    ['a client with a secret', { client_secret: 'local-secret' }],
  ])('is refused to %s', async (_, changes) => {
    const { refresh_token } = await signIn();
    expect(await renew(refresh_token, changes)).toMatchObject({ status: 401, answer: { error: 'invalid_client' } });
  });

  test('is worth nothing twelve hours after the sign-in, however often it was renewed', () => {
    let now = 0;
    const tokens = createRefreshTokens(() => now);
    const [person = people[0]] = people;
    if (person === undefined) throw new Error('There is nobody.');
    const form = (refresh_token: string) => defined({ client_id: 'console', refresh_token });
    const [one, other] = [0, 1].map(() => tokens.issue({ person, isOpenId: true, nonce: undefined }));
    now = 12 * 3_600_000 - 1;
    const renewed = tokens.redeem(form(one ?? ''));
    expect(renewed).toMatchObject({ authorization: { person }, until: 12 * 3_600_000 });
    const next = tokens.issue({ person, isOpenId: true, nonce: undefined }, renewed?.until);
    now += 1;
    expect([tokens.redeem(form(other ?? '')), tokens.redeem(form(next))]).toEqual([undefined, undefined]);
  });
});

test.each<[string, (url: string) => Fields]>([
  ['another client', () => ({ client_id: 'local' })],
  ['no client', () => ({ client_id: undefined })],
  ['another path', (url) => ({ redirect_uri: `${url}/console` })],
  ['a query', (url) => ({ redirect_uri: `${url}/console/?x` })],
  ['another host', () => ({ redirect_uri: 'http://example.com/console/' })],
  ['a host that begins so', (url) => ({ redirect_uri: `${url}.example.com/console/` })],
  ['no redirect URI', () => ({ redirect_uri: undefined })],
])('%s leads nowhere', async (_, changes) => {
  for (const response of [await ask(asking(changes(api.url))), await pick('agent', changes(api.url))]) {
    expect(response.status).toBe(400);
    expect(response.headers.get('location')).toBeNull();
  }
});

test('takes the name of the loopback for its address, since browsers are opened by either', async () => {
  const redirect_uri = `${api.url.replace('127.0.0.1', 'localhost')}/console/`;
  expect((await ask(asking({ redirect_uri }))).status).toBe(200);
});

test('a parameter that comes twice leads nowhere', async () => {
  const parameters = asking();
  parameters.append('redirect_uri', 'http://example.com/');
  expect((await ask(parameters)).status).toBe(400);
});

test.each<[string, Fields, string]>([
  ['plain', { code_challenge_method: 'plain' }, 'invalid_request'],
  ['no method', { code_challenge_method: undefined }, 'invalid_request'],
  ['no challenge', { code_challenge: undefined }, 'invalid_request'],
  ['a challenge that is no hash', { code_challenge: 'abc' }, 'invalid_request'],
  ['a token at once', { response_type: 'token' }, 'unsupported_response_type'],
  ['a scope of the API', { scope: 'openid flow:write' }, 'invalid_scope'],
  ['no page', { prompt: 'none' }, 'login_required'],
])('%s leads back with an error', async (_, changes, error) => {
  for (const response of [await ask(asking(changes)), await pick('agent', changes)]) {
    expect(response.status).toBe(303);
    const { searchParams } = new URL(response.headers.get('location') ?? '');
    expect([searchParams.get('error'), searchParams.get('state')]).toEqual([error, 'state-1']);
    expect(searchParams.get('code')).toBeNull();
  }
});

test('no other person can be picked', async () => {
  const location = new URL((await pick('root')).headers.get('location') ?? '');
  expect(location.searchParams.get('error')).toBe('access_denied');
});
