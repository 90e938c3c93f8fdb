import { createPublicKey, createSecretKey, generateKeyPairSync } from 'node:crypto';
import { UnsecuredJWT } from 'jose';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createAuthorizer } from '../../local/gateway/authorizer.ts';
import { audience } from '../../local/issuer/issuer.ts';
import { goodClaims, goodHeader, key, openGateway, sign, without } from './support.ts';

const now = () => Math.floor(Date.now() / 1000);
const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 });

async function statusFor(authorization: (url: string) => string | Promise<string>) {
  const { url } = await openGateway();
  const headers = { authorization: await authorization(url) };
  const response = await fetch(`${url}/things`, { headers });
  return { status: response.status, body: await response.text(), challenge: response.headers.get('www-authenticate') };
}

const refused: readonly [string, (url: string) => string | Promise<string>][] = [
  ['that is garbage', () => 'Bearer garbage'],
  ['that is empty', () => 'Bearer '],
  ['of another scheme', () => 'Basic bG9jYWw6bG9jYWwtc2VjcmV0'],
  ['that comes twice', async (url) => `Bearer ${await sign(goodClaims(url))}, Bearer ${await sign(goodClaims(url))}`],
  ['that has expired', async (url) => `Bearer ${await sign({ ...goodClaims(url), exp: now() - 1 })}`],
  ['without exp', async (url) => `Bearer ${await sign(without(goodClaims(url), 'exp'))}`],
  ['that is not valid yet', async (url) => `Bearer ${await sign({ ...goodClaims(url), nbf: now() + 30 })}`],
  ['issued in the future', async (url) => `Bearer ${await sign({ ...goodClaims(url), iat: now() + 30 })}`],
  ['of another issuer', async (url) => `Bearer ${await sign({ ...goodClaims(url), iss: `${url}/` })}`],
  ['without issuer', async (url) => `Bearer ${await sign(without(goodClaims(url), 'iss'))}`],
  ['for another audience', async (url) => `Bearer ${await sign({ ...goodClaims(url), aud: 'other' })}`],
  [
    'for another audience, whatever its client_id',
    async (url) => `Bearer ${await sign({ ...goodClaims(url), aud: 'other', client_id: audience })}`,
  ],
  ['without audience', async (url) => `Bearer ${await sign(without(goodClaims(url), 'aud'))}`],
  ['of alg none', (url) => `Bearer ${new UnsecuredJWT(goodClaims(url)).encode()}`],
  ['with an unknown kid', async (url) => `Bearer ${await sign(goodClaims(url), { alg: 'RS256', kid: 'other' })}`],
  ['without kid', async (url) => `Bearer ${await sign(goodClaims(url), { alg: 'RS256' })}`],
  ['signed by a stranger', async (url) => `Bearer ${await sign(goodClaims(url), goodHeader, stranger.privateKey)}`],
  ['signed in RS512', async (url) => `Bearer ${await sign(goodClaims(url), { ...goodHeader, alg: 'RS512' })}`],
  [
    'signed in HS256 with the public key as the secret',
    async (url) => {
      const pem = createPublicKey(key.privateKey).export({ type: 'spki', format: 'pem' }).toString();
      return `Bearer ${await sign(goodClaims(url), { ...goodHeader, alg: 'HS256' }, createSecretKey(pem, 'utf8'))}`;
    },
  ],
  [
    'whose claims were changed',
    async (url) => {
      const [header, , signature] = (await sign(goodClaims(url))).split('.');
      const claims = Buffer.from(JSON.stringify({ ...goodClaims(url), scope: 'more' })).toString('base64url');
      return `Bearer ${header}.${claims}.${signature}`;
    },
  ],
];

test.each(refused)('refuses a token %s', async (_, authorization) => {
  const { status, body, challenge } = await statusFor(authorization);
  expect({ status, body }).toEqual({ status: 401, body: '{"message":"Unauthorized"}' });
  expect(challenge).toMatch(/^Bearer( scope="" error="invalid_token" error_description="[^"]+")?$/);
});

test('asks for a token where there is none', async () => {
  const { url } = await openGateway();
  const response = await fetch(`${url}/things`);
  expect(response.status).toBe(401);
  expect(response.headers.get('www-authenticate')).toBe('Bearer');
});

test('refuses a request without token also where no route matches', async () => {
  const { url } = await openGateway();
  expect((await fetch(`${url}/nowhere`)).status).toBe(401);
});

test.each<[string, (url: string) => Promise<string>]>([
  ['the token has expired', (url) => sign({ ...goodClaims(url), exp: 1 })],
  ['the token does not have a valid audience', (url) => sign({ ...goodClaims(url), aud: 'other' })],
  ['the token does not have a valid iss claim', (url) => sign({ ...goodClaims(url), iss: 'other' })],
  ['the token is not signed in RS256', (url) => sign(goodClaims(url), { ...goodHeader, alg: 'RS512' })],
  ['the token does not name a key of the issuer', (url) => sign(goodClaims(url), { alg: 'RS256', kid: 'other' })],
  ['the signature of the token is invalid', (url) => sign(goodClaims(url), goodHeader, stranger.privateKey)],
  ['the token is malformed', async () => 'garbage'],
])('says when %s', async (reason, token) => {
  const { challenge } = await statusFor(token);
  expect(challenge).toBe(`Bearer scope="" error="invalid_token" error_description="${reason}"`);
});

test.each<[string, (url: string) => Promise<string>]>([
  ['with Bearer before it', async (url) => `Bearer ${await sign(goodClaims(url))}`],
  ['alone', (url) => sign(goodClaims(url))],
  ['for several audiences', async (url) => `Bearer ${await sign({ ...goodClaims(url), aud: ['other', audience] })}`],
  [
    'without aud whose client_id is the audience',
    async (url) => `Bearer ${await sign({ ...without(goodClaims(url), 'aud'), client_id: audience })}`,
  ],
])('accepts a token %s', async (_, authorization) => {
  expect((await statusFor(authorization)).status).toBe(200);
});

test('hands every claim to the function as a string', async () => {
  const { url, echo } = await openGateway();
  const claims = { ...goodClaims(url), n: 1.5, yes: true, list: ['a', 2], nested: { a: [1] }, nothing: null };
  const { event } = await echo('/things', { headers: { authorization: `Bearer ${await sign(claims)}` } });
  const { jwt } = event.requestContext.authorizer;
  expect(jwt.scopes).toBeNull();
  expect(jwt.claims).toEqual({
    iss: url,
    aud: audience,
    sub: 'someone',
    iat: String(claims.iat),
    exp: String(claims.exp),
    n: '1.5',
    yes: 'true',
    list: '[a 2]',
    nested: '{"a":[1]}',
  });
});

test('asks for no token where a route has no scope, and gives the handler no claims', async () => {
  const { url } = await openGateway();
  const answer = await (await fetch(`${url}/open`)).json();
  expect(answer).toMatchObject({ operation: 'open' });
  expect(answer).not.toHaveProperty('event.requestContext.authorizer');
});

/** An authorizer, how often it has verified a signature, and its clock. */
function openAuthorizer() {
  vi.useFakeTimers({ toFake: ['Date'] });
  const verify = vi.spyOn(crypto.subtle, 'verify');
  onTestFinished(() => {
    verify.mockRestore();
    vi.useRealTimers();
  });
  return { verify, authorize: createAuthorizer({ issuer: 'http://issuer', audience, keys: key.jwks }) };
}

test('verifies a token once', async () => {
  const { authorize, verify } = openAuthorizer();
  const token = await sign(goodClaims('http://issuer'));
  const first = await authorize(token);
  expect(first.claims).toMatchObject({ sub: 'someone' });
  expect(await authorize(`Bearer ${token}`)).toEqual(first);
  expect(verify).toHaveBeenCalledTimes(1);
});

test('refuses a token that it has verified once it has expired', async () => {
  const { authorize } = openAuthorizer();
  const token = await sign(goodClaims('http://issuer'));
  await authorize(token);
  vi.setSystemTime(Date.now() + 60_000);
  expect((await authorize(token)).refusal?.headers['www-authenticate']).toContain('the token has expired');
});

test('refuses a token that it has verified where the clock was set back to before its time', async () => {
  const { authorize } = openAuthorizer();
  const token = await sign(goodClaims('http://issuer'));
  await authorize(token);
  vi.setSystemTime(Date.now() - 30_000);
  expect((await authorize(token)).refusal?.status).toBe(401);
});

test('refuses the claims of a token that it has verified under another signature', async () => {
  const { authorize } = openAuthorizer();
  const claims = goodClaims('http://issuer');
  await authorize(await sign(claims));
  expect((await authorize(await sign(claims, goodHeader, stranger.privateKey))).refusal?.status).toBe(401);
});

test('remembers no more than the last hundred tokens', async () => {
  const { authorize, verify } = openAuthorizer();
  const tokens = await Promise.all(
    Array.from({ length: 101 }, (_, jti) => sign({ ...goodClaims('http://issuer'), jti: String(jti) })),
  );
  for (const token of tokens) await authorize(token);
  verify.mockClear();
  await authorize(tokens[100]);
  expect(verify).not.toHaveBeenCalled();
  await authorize(tokens[0]);
  expect(verify).toHaveBeenCalledTimes(1);
});
