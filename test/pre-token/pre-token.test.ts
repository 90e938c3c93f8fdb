import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type FakeAws, startFakeAws } from '../cdk/fake-aws.ts';
import { captureLogs, type Logs } from '../support/logs.ts';
import { eventFor, eventForPerson } from './event.ts';

const environment = {
  SETTINGS_TABLE: 'settings',
  AWS_REGION: 'eu-central-1',
  AWS_ACCESS_KEY_ID: 'id',
  AWS_SECRET_ACCESS_KEY: 'secret',
};

let logs: Logs;
const undo: (() => unknown)[] = [];
beforeEach(() => {
  vi.resetModules();
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  logs = captureLogs();
  undo.push(() => logs.close());
});
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
  vi.unstubAllEnvs();
});

/** The handler, as it starts over a DynamoDB. */
async function start(endpoint: string) {
  vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', endpoint);
  return (await import('../../lambdas/pre-token.ts')).handler;
}

/** The same over one that answers each read so. */
async function startWith(answer: object): Promise<{ aws: FakeAws; handler: Awaited<ReturnType<typeof start>> }> {
  const aws = await startFakeAws({ GetItem: answer });
  undo.push(() => aws.close());
  return { aws, handler: await start(aws.config.endpoint) };
}

const rowWith = (queues: object) => ({ Item: { pk: { S: 'client#reports-id' }, queues } });
const logged = () => logs.lines.map((line) => JSON.parse(line));

describe('before a token for a client', () => {
  test.each(['sales support', '*'])(
    'puts its call queues "%s" into the access token, and nothing else',
    async (queues) => {
      const { handler } = await startWith(rowWith({ S: queues }));
      const event = eventFor('reports-id');
      expect(await handler(event)).toEqual({
        ...event,
        response: {
          claimsAndScopeOverrideDetails: { accessTokenGeneration: { claimsToAddOrOverride: { queues } } },
        },
      });
      expect(logged()).toEqual([]);
    },
  );

  test('reads the row of the client that asks, as it was written last, and no other', async () => {
    const { aws, handler } = await startWith(rowWith({ S: 'sales' }));
    await handler(eventFor('reports-id'));
    expect(aws.sent.map(({ operation, body }) => ({ operation, body }))).toEqual([
      {
        operation: 'GetItem',
        body: { TableName: 'settings', Key: { pk: { S: 'client#reports-id' } }, ConsistentRead: true },
      },
    ]);
  });

  test('adds nothing for a client without call queues', async () => {
    const { handler } = await startWith(rowWith({ S: '' }));
    const event = eventFor('reports-id');
    expect(await handler(event)).toEqual(event);
    expect(logged()).toEqual([]);
  });
});

describe('when something is wrong, the token has no call queues and the log says why', () => {
  const denied = { __type: 'AccessDeniedException', message: 'not authorized to perform: dynamodb:GetItem' };
  const throttled = { __type: 'ProvisionedThroughputExceededException', message: 'slow down' };

  test.each([
    [
      'there is no row for the client',
      {},
      { error: 'Error', reason: expect.stringContaining('no row for this client') },
    ],
    ['the row has no queues', rowWith({ NULL: true }), { reason: expect.stringContaining('no row for this client') }],
    ['the row has something else', rowWith({ L: [{ S: '*' }] }), { reason: expect.stringContaining('no row') }],
    ['the function may not read', denied, { error: 'AccessDeniedException', reason: denied.message }],
    ['DynamoDB throttles', throttled, { error: 'ProvisionedThroughputExceededException', reason: 'slow down' }],
  ])('%s', async (_, answer, because) => {
    const { handler } = await startWith(answer);
    const event = eventFor('reports-id');
    expect(await handler(event)).toEqual(event);
    expect(logged()).toEqual([
      expect.objectContaining({
        level: 'ERROR',
        message: 'pre-token: the token has no call queues',
        operation: 'pre-token',
        clientId: 'reports-id',
        failures: 1,
        ...because,
      }),
    ]);
  });

  test('DynamoDB does not answer: it waits for less than the five seconds that Cognito does', async () => {
    const silent = createServer(() => undefined).listen(0, '127.0.0.1');
    undo.push(() => {
      silent.close();
      silent.closeAllConnections();
    });
    await once(silent, 'listening');
    const handler = await start(`http://127.0.0.1:${(silent.address() as AddressInfo).port}`);
    const event = eventFor('reports-id');
    const inTime = AbortSignal.timeout.bind(AbortSignal);
    const timeout = vi.spyOn(AbortSignal, 'timeout').mockImplementation(() => inTime(100));
    undo.push(() => timeout.mockRestore());
    expect(await handler(event)).toEqual(event);
    expect(timeout.mock.calls).toEqual([[expect.toSatisfy((milliseconds: number) => milliseconds < 4_500)]]);
    expect(logged()).toMatchObject([{ level: 'ERROR', clientId: 'reports-id' }]);
  });
});

describe('before a token for a person', () => {
  const ROLE_SCOPES = JSON.stringify({
    agent: 'api/read api/write',
    supervisor: 'api/read api/report',
    administrator: 'api/all',
  });

  /** What is added to the access token of somebody in these groups. */
  async function addedFor(groups: readonly string[] | undefined, triggerSource?: string): Promise<unknown> {
    vi.stubEnv('ROLE_SCOPES', ROLE_SCOPES);
    const { aws, handler } = await startWith(rowWith({ S: '*' }));
    const event = eventForPerson(groups, triggerSource);
    const { response, ...others } = await handler(event);
    const { response: _, ...unchanged } = event;
    expect(others).toEqual(unchanged);
    expect([aws.sent, logged()]).toEqual([[], []]);
    const { accessTokenGeneration, ...rest } = response.claimsAndScopeOverrideDetails ?? {};
    expect(rest).toEqual({});
    return accessTokenGeneration;
  }

  test.each([
    'TokenGeneration_HostedAuth',
    'TokenGeneration_Authentication',
    'TokenGeneration_NewPasswordChallenge',
    'TokenGeneration_AuthenticateDevice',
    'TokenGeneration_RefreshTokens',
  ])(
    'puts in the scopes of the role, and the call queues of the groups that are named for one (%s)',
    async (source) => {
      expect(await addedFor(['agent', 'queue:sales', 'queue:größe'], source)).toEqual({
        scopesToAdd: ['api/read', 'api/write'],
        claimsToAddOrOverride: { queues: 'sales größe' },
      });
    },
  );

  test.each<[string, readonly string[], unknown]>([
    ['two roles', ['supervisor', 'agent'], { scopesToAdd: ['api/read', 'api/report', 'api/write'] }],
    ['a role and no call queue', ['administrator'], { scopesToAdd: ['api/all'] }],
    [
      'every call queue',
      ['administrator', 'queue:sales', 'queue:*'],
      { scopesToAdd: ['api/all'], claimsToAddOrOverride: { queues: '*' } },
    ],
    [
      'a group that is for something else',
      ['agent', 'Agent', 'queue', 'queue:', 'my-queue:x'],
      { scopesToAdd: ['api/read', 'api/write'] },
    ],
  ])('%s', async (_, groups, added) => {
    expect(await addedFor(groups)).toEqual(added);
  });

  test.each<[string, readonly string[] | undefined]>([
    ['no group', []],
    ['no groups at all', undefined],
    ['call queues and no role', ['queue:*']],
    ['groups that are named as what objects have', ['constructor', '__proto__', 'toString']],
  ])('puts in nothing for who has %s', async (_, groups) => {
    expect(await addedFor(groups)).toBeUndefined();
  });

  test('puts in nothing where the deployment has no console', async () => {
    const { handler } = await startWith({});
    const event = eventForPerson(['administrator', 'queue:*']);
    expect(await handler(event)).toEqual(event);
  });
});

test.each(['TokenGeneration_Authentication', 'TokenGeneration_HostedAuth', 'TokenGeneration_RefreshTokens'])(
  'a person who signs in by a client gets none of its call queues (%s)',
  async (triggerSource) => {
    const { aws, handler } = await startWith(rowWith({ S: '*' }));
    const event = eventFor('reports-id', { triggerSource });
    expect(await handler(event)).toEqual(event);
    expect(aws.sent).toEqual([]);
  },
);

test('the log has nothing of what the caller sent along', async () => {
  const { handler } = await startWith({});
  const { request } = eventFor('reports-id');
  await handler(eventFor('reports-id', { request: { ...request, clientMetadata: { note: 'canary' } } }));
  expect(logs.lines.join()).not.toContain('canary');
  expect(logs.lines).toHaveLength(1);
});

test('does not start without the name of the settings table', async () => {
  vi.stubEnv('SETTINGS_TABLE', '');
  await expect(start('http://127.0.0.1:1')).rejects.toThrow('SETTINGS_TABLE');
});
