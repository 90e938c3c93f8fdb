import { createHash, randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { roles } from '#contract/roles.ts';
import { headersOfPage } from '../../console/build.ts';
import type { ConsoleSettings } from '../../console/settings.ts';
import { EmulatedDeployment } from '../../emulators/aws/deployment.ts';
import { type Front, openFront } from '../../emulators/aws/front.ts';
import { install } from '../../emulators/aws/install.ts';
import { takeBlock } from '../docs/markdown.ts';
import { runOnTerminal } from './terminal.ts';

// Each test goes on where the one before has ended. Cognito's pages ask for no second factor here.
const cache = fileURLToPath(new URL('../../.cache/local-aws', import.meta.url));
const dataStack = 'conversation-attributes-data';
let deployment: EmulatedDeployment;
let front: Front;
let pageUrl: string;
let poolId: string;

beforeAll(async () => {
  deployment = await EmulatedDeployment.begin(await install(cache));
  await deploy();
});
afterAll(async () => {
  await front?.close();
  await deployment?.end();
});

/** Deploys the stacks with a console, and opens an address for what CloudFront serves. */
async function deploy(): Promise<void> {
  await runOnTerminal(deployment, takeBlock('docs/console.md', 'npx cdk deploy'));
  await deployment.open();
  pageUrl = deployment.outputs['conversation-attributes-api']?.ConsoleUrl ?? '';
  poolId = deployment.outputs[dataStack]?.UserPoolId ?? '';
  await front?.close();
  front = await openFront(pageUrl, deployment.emulator.port);
}

const cognito = (operation: string, input: object) =>
  deployment.emulator.call(`AWSCognitoIdentityProviderService.${operation}`, { UserPoolId: poolId, ...input });

/** What a browser gets at the address of CloudFront. */
const get = (path: string, init: RequestInit = {}) =>
  fetch(`${front.url}${path}`, {
    redirect: 'manual',
    ...init,
    headers: { ...(init.headers as Record<string, string>), 'x-forwarded-proto': 'https' },
  });

const readSettings = async () => (await (await get('/console/settings.json')).json()) as ConsoleSettings;

test('the page is served, with its headers, and all that it names', async () => {
  expect((await get('/console')).headers.get('location')).toBe('/console/');
  const page = await get('/console/');
  expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
  const expected = { ...headersOfPage(), 'strict-transport-security': 'max-age=31536000', 'cache-control': 'no-cache' };
  for (const [name, value] of Object.entries(expected)) expect([name, page.headers.get(name)]).toEqual([name, value]);
  const text = await page.text();
  const named = [...text.matchAll(/(?:href|src)="([^":]+)"/g)].map(([, url = '']) => url);
  expect(named).toHaveLength(2);
  for (const url of named) {
    const file = await get(`/console/${url}`);
    expect([file.status, file.headers.get('cache-control')]).toEqual([200, 'public, max-age=31536000, immutable']);
  }
});

test('the API answers at the same address', async () => {
  expect((await get('/openapi.json')).status).toBe(200);
  expect((await get('/api/v2/conversations')).status).toBe(401);
});

/** The tokens of a person. */
interface Tokens {
  readonly access_token: string;
  readonly refresh_token: string;
}

const askForTokens = (form: Readonly<Record<string, string>>) =>
  get('/oauth/token', { method: 'POST', body: new URLSearchParams(form) });

/** Signs in on Cognito's page, as a browser does, and redeems the code as the console does. */
async function signIn(username: string): Promise<Tokens> {
  const { authorizationEndpoint, clientId, scope } = await readSettings();
  const verifier = randomBytes(32).toString('base64url');
  const asked = {
    response_type: 'code',
    client_id: clientId,
    redirect_uri: pageUrl,
    scope,
    state: 'state-1',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  };
  const { pathname } = new URL(authorizationEndpoint);
  const page = await fetch(`${deployment.emulator.url}${pathname}?${new URLSearchParams(asked)}`);
  expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('type="password"')]);
  const answer = await fetch(`${deployment.emulator.url}/login`, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ ...asked, username, password: 'A long password, 1' }),
  });
  const location = new URL(answer.headers.get('location') ?? '');
  expect(`${location.origin}${location.pathname}`).toBe(pageUrl);
  const code = location.searchParams.get('code') ?? '';
  const form = {
    grant_type: 'authorization_code',
    client_id: clientId,
    code,
    redirect_uri: pageUrl,
    code_verifier: verifier,
  };
  const redeemed = await askForTokens(form);
  expect(redeemed.status).toBe(200);
  return (await redeemed.json()) as Tokens;
}

/** What the API says that a token may do. */
async function rightsOf({ access_token }: Pick<Tokens, 'access_token'>) {
  const response = await get('/api/v2/token', { headers: { authorization: `Bearer ${access_token}` } });
  expect(response.status).toBe(200);
  return (await response.json()) as { readonly clientId: string; readonly scopes: string[]; readonly queues: string[] };
}

test('a person signs in, and has the scopes of their role and the call queues of their groups', async () => {
  await runOnTerminal(deployment, takeBlock('docs/console.md', 'for role in'));
  await runOnTerminal(deployment, takeBlock('docs/console.md', "--group-name 'queue:*'"));
  await runOnTerminal(deployment, takeBlock('docs/console.md', 'admin-create-user'));
  // In the place of the one that comes by e-mail, and is changed at the first sign-in.
  await cognito('AdminSetUserPassword', { Username: 'maria', Password: 'A long password, 1', Permanent: true });

  const tokens = await signIn('maria');
  const { clientId } = await readSettings();
  expect(await rightsOf(tokens)).toMatchObject({ clientId, scopes: [...roles.agent].sort(), queues: ['sales'] });
  expect(decodeJwt(tokens.access_token)).toMatchObject({ username: 'maria' });
});

test('a renewed token has what the groups are by then', async () => {
  const { refresh_token } = await signIn('maria');
  await cognito('AdminAddUserToGroup', { Username: 'maria', GroupName: 'supervisor' });
  await cognito('AdminRemoveUserFromGroup', { Username: 'maria', GroupName: 'agent' });
  await cognito('AdminAddUserToGroup', { Username: 'maria', GroupName: 'queue:*' });
  const { clientId } = await readSettings();
  const renewed = await askForTokens({ grant_type: 'refresh_token', client_id: clientId, refresh_token });
  const rights = await rightsOf((await renewed.json()) as Tokens);
  expect(rights).toMatchObject({ scopes: [...roles.supervisor].sort(), queues: ['*'] });
});

test('somebody without a role may do nothing', async () => {
  await cognito('AdminCreateUser', { Username: 'nobody', MessageAction: 'SUPPRESS' });
  await cognito('AdminSetUserPassword', { Username: 'nobody', Password: 'A long password, 1', Permanent: true });
  const tokens = await signIn('nobody');
  expect(await rightsOf(tokens)).toMatchObject({ scopes: [], queues: [] });
  const headers = { authorization: `Bearer ${tokens.access_token}` };
  expect((await get('/api/v2/conversations', { headers })).status).toBe(403);
});

test('a write keeps its key and its version on the way through CloudFront', async () => {
  const { access_token } = await signIn('maria');
  const headers = { authorization: `Bearer ${access_token}`, 'content-type': 'application/json' };
  const body = JSON.stringify({ id: 'by-console', type: 'voice', participants: [{ purpose: 'customer' }] });
  const create = () =>
    get('/api/v2/conversations', { method: 'POST', headers: { ...headers, 'idempotency-key': 'once' }, body });
  expect([(await create()).status, (await create()).status]).toEqual([201, 201]);
  const attributes = '/api/v2/conversations/by-console/participants/customer-1/attributes';
  const read = await get(attributes, { headers });
  const etag = read.headers.get('etag') ?? '';
  const patch = (ifMatch: string) =>
    get(attributes, {
      method: 'PATCH',
      headers: { ...headers, 'if-match': ifMatch },
      body: JSON.stringify({ attributes: { tier: 'gold' } }),
    });
  expect((await get(attributes, { headers: { ...headers, 'if-none-match': etag } })).status).toBe(304);
  expect((await patch('"99"')).status).toBe(412);
  expect((await patch(etag)).status).toBe(200);
});

test('people stay, with what they may do, when the stack of the API is made again', async () => {
  await deployment.cdk.destroy('conversation-attributes-api');
  await deploy();
  expect(await rightsOf(await signIn('maria'))).toMatchObject({ scopes: [...roles.supervisor].sort(), queues: ['*'] });
});

test('who is to be out at once has no call queue in the next token, and no refresh token any more', async () => {
  const { refresh_token } = await signIn('maria');
  await cognito('AdminAddUserToGroup', { Username: 'maria', GroupName: 'agent' });
  await cognito('AdminRemoveUserFromGroup', { Username: 'maria', GroupName: 'queue:*' });
  await runOnTerminal(deployment, takeBlock('docs/console.md', 'admin-user-global-sign-out'));
  const { clientId } = await readSettings();
  expect((await askForTokens({ grant_type: 'refresh_token', client_id: clientId, refresh_token })).status).toBe(400);
  expect((await rightsOf(await signIn('maria'))).queues).toEqual([]);
});

test('without the key the page goes, and people stay', async () => {
  await deployment.deploy();
  expect((await get('/console/')).status).not.toBe(200);
  const { Users: users } = (await cognito('ListUsers', {})) as { readonly Users: { readonly Username: string }[] };
  expect(users.map(({ Username }) => Username).sort()).toEqual(['maria', 'nobody']);
});
