import { createLocalJWKSet, decodeJwt, type JSONWebKeySet, jwtVerify } from 'jose';
import { expect, test } from 'vitest';
import { scopes } from '#contract/operations.ts';
import { openGateway } from './support.ts';

interface Ask {
  /** @default that of `local`; null sends none */
  authorization?: string | null;
  body?: string;
  type?: string;
}

/** What the end point may answer; a test looks at what it needs. */
interface TokenAnswer {
  access_token: string;
  scope: string;
  error: string;
  error_description: string;
}

const basic = (id: string, secret: string) => `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;

const granting = 'grant_type=client_credentials';
const inForm = (client_id: string, client_secret: string) =>
  `${granting}&${new URLSearchParams({ client_id, client_secret })}`;

async function ask({ authorization = basic('local', 'local-secret'), body, type }: Ask = {}) {
  const { url, ...gateway } = await openGateway();
  const headers = {
    ...(authorization !== null && { authorization }),
    'content-type': type ?? 'application/x-www-form-urlencoded',
  };
  const init = { method: 'POST', headers, body: body ?? 'grant_type=client_credentials' };
  const response = await fetch(`${url}/oauth/token`, init);
  expect(response.headers.get('cache-control')).toBe('no-store');
  return { url, gateway, response, status: response.status, answer: (await response.json()) as TokenAnswer };
}

test('gives a client a token with all its scopes and queues', async () => {
  const { url, status, answer } = await ask();
  expect(status).toBe(200);
  const { access_token: token, ...rest } = answer;
  expect(rest).toEqual({ token_type: 'Bearer', expires_in: 60, scope: scopes.join(' ') });
  const claims = decodeJwt(token);
  expect(claims).toEqual({
    iss: url,
    aud: 'conversation-attributes',
    sub: 'local',
    client_id: 'local',
    scope: scopes.join(' '),
    queues: '*',
    iat: expect.any(Number),
    exp: (claims.iat ?? 0) + 60,
    jti: expect.any(String),
  });
});

test('gives tokens that the gateway and the published keys accept', async () => {
  const { url, gateway, answer } = await ask();
  const headers = { authorization: `Bearer ${answer.access_token}` };
  expect((await gateway.send('/things', { headers })).status).toBe(200);
  const configuration = await (await fetch(`${url}/.well-known/openid-configuration`)).json();
  expect(configuration).toMatchObject({
    issuer: url,
    token_endpoint: `${url}/oauth/token`,
    jwks_uri: `${url}/.well-known/jwks.json`,
  });
  const keys = (await (await fetch(`${url}/.well-known/jwks.json`)).json()) as JSONWebKeySet;
  expect(Object.keys(keys.keys[0] ?? {}).sort()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use']);
  await expect(jwtVerify(answer.access_token, createLocalJWKSet(keys), { issuer: url })).resolves.toBeDefined();
});

test('narrows a token to the scopes asked for', async () => {
  const { answer } = await ask({ body: 'grant_type=client_credentials&scope=flow:read+flow:write' });
  expect(answer.scope).toBe('flow:read flow:write');
  expect(decodeJwt(answer.access_token).scope).toBe('flow:read flow:write');
});

test('takes the id and secret of a client from the form, as Cognito does', async () => {
  const { url, answer } = await ask({
    authorization: null,
    body: `${inForm('local', 'local-secret')}&scope=flow:read`,
  });
  expect(decodeJwt(answer.access_token)).toMatchObject({ client_id: 'local', scope: 'flow:read' });
  const configuration = await (await fetch(`${url}/.well-known/openid-configuration`)).json();
  const methods = ['client_secret_basic', 'client_secret_post', 'none'];
  expect(configuration).toMatchObject({ token_endpoint_auth_methods_supported: methods });
});

test.each(['&client_id=local', '&client_id=&client_secret='])('takes %s beside Basic', async (more) => {
  expect((await ask({ body: granting + more })).status).toBe(200);
});

test('takes an empty scope for none', async () => {
  const { answer } = await ask({ body: 'grant_type=client_credentials&scope=' });
  expect(answer.scope).toBe(scopes.join(' '));
});

test.each<[string, Ask, number, string]>([
  ['a wrong secret', { authorization: basic('local', 'wrong') }, 401, 'invalid_client'],
  ['an unknown client', { authorization: basic('other', 'local-secret') }, 401, 'invalid_client'],
  ['an unknown client without secret', { authorization: basic('other', '') }, 401, 'invalid_client'],
  ['the name of an inherited property', { authorization: basic('__proto__', '') }, 401, 'invalid_client'],
  ['a malformed Authorization', { authorization: 'Basic ???' }, 401, 'invalid_client'],
  ['another scheme', { authorization: 'Bearer abc' }, 401, 'invalid_client'],
  ['another grant type', { body: 'grant_type=password' }, 400, 'unsupported_grant_type'],
  ['no grant type', { body: '' }, 400, 'invalid_request'],
  ['an empty grant type', { body: 'grant_type=' }, 400, 'invalid_request'],
  ['a repeated parameter', { body: 'grant_type=client_credentials&scope=a&scope=b' }, 400, 'invalid_request'],
  ['two ways to authenticate', { body: inForm('local', 'local-secret') }, 400, 'invalid_request'],
  ['the id of another client in the form', { body: `${granting}&client_id=other` }, 401, 'invalid_client'],
  ['a wrong secret in the form', { authorization: null, body: inForm('local', 'wrong') }, 401, 'invalid_client'],
  ['an unknown client in the form', { authorization: null, body: inForm('other', 'x') }, 401, 'invalid_client'],
  [
    'an unknown client without secret in the form',
    { authorization: null, body: inForm('x', '') },
    401,
    'invalid_client',
  ],
  ['an inherited property in the form', { authorization: null, body: inForm('__proto__', '') }, 401, 'invalid_client'],
  ['a secret alone in the form', { authorization: null, body: inForm('', 'local-secret') }, 401, 'invalid_client'],
  ['a secret encoded twice', { authorization: null, body: inForm('local', 'local%2Dsecret') }, 401, 'invalid_client'],
  ['JSON', { body: '{"grant_type":"client_credentials"}', type: 'application/json' }, 400, 'invalid_request'],
  ['an unknown scope', { body: 'grant_type=client_credentials&scope=admin' }, 400, 'invalid_scope'],
  ['one unknown scope of two', { body: 'grant_type=client_credentials&scope=flow:read+x' }, 400, 'invalid_scope'],
])('refuses %s', async (_, request, status, error) => {
  const { response, answer } = await ask(request);
  expect({ status: response.status, error: answer.error }).toEqual({ status, error });
  expect(answer.error_description).toMatch(/^[\x20-\x21\x23-\x5b\x5d-\x7e]+$/);
  expect(response.headers.get('www-authenticate')).toBe(status === 401 ? 'Basic realm="oauth"' : null);
});

test('tells credentials that match no client from none', async () => {
  const wrong = await ask({ authorization: basic('local', 'wrong') });
  expect(wrong.answer.error_description).toBe('the id and secret that came by Basic match no client');
  const unknown = await ask({ authorization: basic('other', 'local-secret') });
  expect(unknown.answer.error_description).toBe(wrong.answer.error_description);
  const other = await ask({ authorization: 'Bearer abc' });
  expect(other.answer.error_description).toBe('the id and secret of a client must come by Basic, or in the form');
});

test('asks a client that does not authenticate to do so', async () => {
  const { url } = await openGateway();
  const body = new URLSearchParams({ grant_type: 'client_credentials' });
  const response = await fetch(`${url}/oauth/token`, { method: 'POST', body });
  expect(response.status).toBe(401);
  expect(response.headers.get('www-authenticate')).toBe('Basic realm="oauth"');
});
