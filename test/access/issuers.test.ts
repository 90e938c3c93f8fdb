import type { JWTPayload } from 'jose';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { ApiEvent } from '../../lambdas/http/api.ts';
import { readWords } from '../../lambdas/http/request/claims.ts';
import { readEnvironment } from '../../lambdas/http/wiring/read-environment.ts';
import { stringifyClaims } from '../../local/gateway/claims.ts';
import { useApi } from '../support/api.ts';
import { type Signer, signerOf, useDataDir } from './tokens.ts';

const dataDir = useDataDir();
const api = useApi({ dataDir });
const none = { scope: undefined, client_id: undefined, queues: undefined };

let signer: Signer;

beforeAll(async () => {
  signer = await signerOf(api.local.url, dataDir);
  const { conversation } = await api.make({ id: 'call', queueId: 'sales' });
  await api.ok('PATCH', conversation, { body: { state: 'wrapup' } });
});

/** What a token with these claims may see: the conversation, its export (another scope), its history (a call queue). */
async function seenWith(claims: JWTPayload): Promise<Readonly<Record<string, boolean>>> {
  const token = await signer.sign({ ...none, ...claims });
  const path = '/api/v2/conversations/call';
  const status = async (of: string) => (await api.call('GET', of, { token })).status;
  const paths = { conversation: path, export: `${path}/export`, history: `${path}/history` };
  const seen = Object.entries(paths).map(async ([name, of]) => [name, (await status(of)) === 200] as const);
  return Object.fromEntries(await Promise.all(seen));
}

const right = 'conversation:read';
const keycloak = {
  typ: 'Bearer',
  acr: '1',
  azp: 'crm',
  'allowed-origins': ['/*'],
  realm_access: { roles: ['offline_access', 'conversation:erase'] },
  resource_access: { account: { roles: ['conversation:erase'] } },
};

const cognito = { token_use: 'access', version: 2, client_id: 'crm' };

/** Claims of access tokens as these issuers make them, the client that they are for, and for whom it asks, if that is another. */
const issuers: readonly [string, JWTPayload, string, string?][] = [
  [
    'Entra, for a program',
    { ver: '2.0', azp: 'crm', oid: '1', sub: '1', roles: [right], queues: ['sales'] },
    'crm',
    '1',
  ],
  [
    'Entra, for a person',
    { ver: '2.0', azp: 'crm', sub: '2', scp: `openid ${right}`, queues: ['a', 'sales'] },
    'crm',
    '2',
  ],
  ['Entra, version 1', { ver: '1.0', appid: 'crm', sub: '1', roles: ['x', right], queues: 'sales' }, 'crm', '1'],
  ['Okta', { ver: 1, cid: 'crm', sub: 'crm', scp: ['openid', right], queues: ['sales'] }, 'crm'],
  [
    'Auth0',
    { gty: 'client-credentials', azp: 'crm', sub: 'crm@clients', scope: right, queues: ['sales'] },
    'crm',
    'crm@clients',
  ],
  [
    'Auth0, with roles',
    { azp: 'crm', sub: 'auth0|1', scope: 'openid', permissions: [right], queues: '*' },
    'crm',
    'auth0|1',
  ],
  ['Keycloak', { ...keycloak, sub: '3', scope: `email ${right} profile`, queues: ['sales'] }, 'crm', '3'],
  [
    'Keycloak, with roles',
    { ...keycloak, sub: '3', scope: 'email', roles: ['user', right], queues: ['*'] },
    'crm',
    '3',
  ],
  ['Cognito, for a program', { ...cognito, sub: 'crm', scope: right, queues: 'other sales' }, 'crm'],
  [
    'Cognito, for a person',
    { ...cognito, sub: '4', username: 'maria', scope: `openid ${right}`, queues: 'sales' },
    'crm',
    'maria',
  ],
  [
    'an issuer that lists scopes',
    { client_id: 'crm', sub: 'crm', scope: ['openid', right], queues: ['sales', 'other'] },
    'crm',
  ],
];

test.each(issuers)(
  'a token of %s has the scope and the call queue that its claims say, and no other',
  async (_, claims, client, subject) => {
    const before = api.logs.length;
    expect(await seenWith(claims)).toEqual({ conversation: true, export: false, history: true });
    const lines = Object.groupBy(
      api.logs.slice(before).map((line) => JSON.parse(line)),
      ({ operation }) => operation,
    );
    // An export opens secured values: the log says for whom.
    expect(lines['export-conversation']).toEqual([
      expect.objectContaining({ clientId: client, ...(subject && { subject }) }),
    ]);
    for (const [operation, [line]] of Object.entries(lines) as [string, Record<string, unknown>[]][]) {
      expect(line).toMatchObject({ clientId: client });
      if (subject === undefined || operation !== 'export-conversation') expect(line).not.toHaveProperty('subject');
    }
    const { queues: _queues, ...without } = claims;
    expect(await seenWith(without)).toEqual({ conversation: true, export: false, history: false });
  },
);

describe('the claims are read word by word, so that nobody gets more than the issuer meant', () => {
  test.each<[unknown, string]>([
    ['[conversation:read conversation:erase]', 'a text with brackets is no list'],
    [[`${right} conversation:erase`], 'an item of a list with a blank in it is one word'],
    ['conversation:read,conversation:erase', 'a comma is no blank'],
    [['conversation:read,conversation:erase'], 'a comma in an item is no blank'],
    ['["conversation:read" "conversation:erase"]', 'JSON is no list of the gateway'],
    ['conversation:read\tconversation:erase', 'a tab is no blank'],
    ['[conversation:read', 'one bracket makes no list'],
    [{ 'conversation:read': true }, 'an object is no list'],
    [[['conversation:read']], 'a list in a list is none'],
    [[`[${right}]`], 'an item with brackets is one word'],
  ])('%j: %s', async (claim) => {
    for (const name of ['scope', 'scp', 'roles', 'permissions']) {
      expect(await seenWith({ [name]: claim, queues: '*' })).toEqual({
        conversation: false,
        export: false,
        history: false,
      });
    }
  });

  test.each([[['sales east']], '[sales]', 'sales,east', ['sales,east'], ['[sales]'], '"sales"', ['*sales'], '[*]'])(
    'the claim "queues" %j gives no right to the call queue "sales"',
    async (queues) => {
      expect(await seenWith({ scope: right, queues })).toEqual({ conversation: true, export: false, history: false });
    },
  );
});

function eventWith(claims: Readonly<Record<string, unknown>>, authorization?: string): ApiEvent {
  const event: unknown = { headers: { authorization }, requestContext: { authorizer: { jwt: { claims } } } };
  return event as ApiEvent;
}

test('the token only tells which reading of a claim is right: one that says something else adds nothing', async () => {
  const claims = stringifyClaims({ queues: ['sales', 'support'] });
  expect(readWords(eventWith(claims), ['queues'])).toEqual(new Set(['sales', 'support']));
  for (const other of [{ queues: ['*'] }, { queues: '*' }, { queues: { 0: '*' } }, { queues: [['sales'], '*'] }, {}]) {
    const event = eventWith(claims, `Bearer ${await signer.sign({ ...none, ...other })}`);
    expect(readWords(event, ['queues'])).toEqual(new Set(['sales', 'support']));
  }
  for (const garbage of ['', 'Bearer', 'Bearer a.b.c', 'Bearer a.bnVsbA.c']) {
    expect(readWords(eventWith(claims, garbage), ['queues'])).toEqual(new Set(['sales', 'support']));
  }
});

test('a claim that is no text, that is empty, or that only an object without prototype has, gives nothing', () => {
  const claims = stringifyClaims({ n: 1, yes: true, empty: '', list: [], blanks: '  ' });
  const names = [...Object.keys(claims), 'absent', 'constructor', '__proto__', 'toString'];
  expect([...readWords(eventWith(claims), names)].filter((word) => !['1', 'true'].includes(word))).toEqual([]);
  expect(readWords(eventWith({ queues: ['a b', 'c'] }), ['queues'])).toEqual(new Set(['a b', 'c']));
});

describe('a deployment that names its claims', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
    vi.resetModules();
  });

  test('reads these and no others', async () => {
    vi.stubEnv('SCOPE_CLAIMS', 'https://example.com/rights,cognito:groups');
    vi.stubEnv('QUEUE_CLAIMS', 'https://example.com/queues');
    vi.stubEnv('SCOPE_PREFIX', 'facts/');
    vi.resetModules();
    const { hasScope, hasQueue, listScopes, listQueues } = await import('../../lambdas/http/request/rights.ts');
    const claims = {
      scope: 'facts/flow:read',
      queues: '*',
      'https://example.com/rights': ['facts/report:read', 'flow:write'],
      'cognito:groups': ['facts/settings:read'],
      'https://example.com/queues': ['sales'],
    };
    const event = eventWith(stringifyClaims(claims));
    expect([hasScope(event, 'report:read'), hasScope(event, 'settings:read')]).toEqual([true, true]);
    expect([hasScope(event, 'flow:read'), hasScope(event, 'flow:write')]).toEqual([false, false]);
    expect([listScopes(event), listQueues(event)]).toEqual([['report:read', 'settings:read'], ['sales']]);
    expect([hasQueue(event, 'sales'), hasQueue(event, 'other'), hasQueue(event, undefined)]).toEqual([
      true,
      false,
      false,
    ]);
  });

  test('has those of common issuers unless it does', () => {
    expect(readEnvironment({})).toMatchObject({
      scopeClaims: ['scope', 'scp', 'roles', 'permissions'],
      queueClaims: ['queues'],
    });
  });
});
