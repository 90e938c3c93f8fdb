import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Access, EmulatedDeployment } from '../../emulators/aws/deployment.ts';
import { install } from '../../emulators/aws/install.ts';
import { takeBlock } from '../docs/markdown.ts';
import { askJson } from './ask.ts';
import { clientOf, full, makeFull, readFull } from './caller.ts';
import { takeRights } from './iam.ts';
import { runSuites } from './suites.ts';
import { runOnTerminal } from './terminal.ts';

// Each test goes on where the one before has ended: one deployment, from its first day to the next versions of its stacks.
const cache = fileURLToPath(new URL('../../.cache/local-aws', import.meta.url));
let deployment: EmulatedDeployment;
let access: Access;

/** All that a caller can do, by the client for TypeScript, and by the SDK of Genesys Cloud. */
const suites = ['test/client/operations.test.ts', 'test/genesys/sdk.test.ts', 'test/genesys/data-actions.test.ts'];

beforeAll(async () => {
  deployment = await EmulatedDeployment.begin(await install(cache));
  access = await deployment.deploy({ changes: 'true' });
});
afterAll(() => deployment?.end());

/** The name of the function with this handler. */
async function nameOf(handler: string): Promise<string> {
  const listed = await fetch(`${deployment.emulator.url}/2015-03-31/functions/?MaxItems=1000`);
  const { Functions: functions } = (await listed.json()) as {
    readonly Functions: readonly { readonly FunctionName: string; readonly Handler: string }[];
  };
  return functions.find(({ Handler }) => Handler === handler)?.FunctionName ?? '';
}

describe('both stacks, as the CDK deploys them', () => {
  test('serve every operation, to the client for TypeScript and to the SDK of Genesys Cloud', async () => {
    expect(await runSuites(access, suites)).toBe('');
  });

  test('refuse who has no token, and what no route takes', async () => {
    const conversations = `${access.url}/api/v2/conversations`;
    expect((await fetch(conversations)).status).toBe(401);
    expect((await fetch(conversations, { headers: { authorization: 'Bearer none' } })).status).toBe(401);
    expect((await fetch(`${access.url}/openapi.json`)).status).toBe(200);
    await expect(clientOf(access).conversation('nobody').get()).rejects.toMatchObject({ status: 404 });
  });

  test('are deployed, give a token, and are swept by hand by the lines of the pages', async () => {
    await runOnTerminal(deployment, takeBlock('docs/deploying.md', 'npx cdk bootstrap'));
    await runOnTerminal(deployment, takeBlock('docs/deploying.md', 'npx cdk deploy --all'));
    expect(await deployment.open()).toEqual(access);
    const { clientId: id, clientSecret: secret, url } = access;
    const values = { id, secret, TokenUrl: `${url}/oauth/token` };
    const token = await runOnTerminal(deployment, takeBlock('docs/deploying.md', 'curl -u'), { values });
    expect(JSON.parse(token)).toMatchObject({ access_token: expect.any(String), token_type: 'Bearer' });
    const invoke = takeBlock('docs/runbook.md', 'aws lambda invoke');
    const sweep = { 'function of sweep': await nameOf('sweep.handler') };
    const invoked = JSON.parse(await runOnTerminal(deployment, invoke, { values: sweep }));
    expect(invoked).toMatchObject({ StatusCode: 200 });
    expect(invoked).not.toHaveProperty('FunctionError');
  });

  test('keep all that is held when they are deployed again, with another value of the id key and of the context', async () => {
    await makeFull(clientOf(access), 'lasting');
    // Its policy forbids it, but the emulator does not ask.
    const { SecretList: secrets } = await askJson(deployment.emulator, 'secretsmanager', 'secretsmanager.ListSecrets');
    const idKey = secrets.find(({ Description }: { Description: string }) => /^Conversation ids/.test(Description));
    const written = { SecretId: idKey.ARN, SecretString: 'another'.repeat(6) };
    await askJson(deployment.emulator, 'secretsmanager', 'secretsmanager.PutSecretValue', written);
    const again = await deployment.deploy({
      logLevel: 'DEBUG',
      logDays: '7',
      pendingLeaseSeconds: '60',
      recoveryDays: '14',
    });
    expect(again).toEqual(access);
    expect(await readFull(clientOf(access), 'lasting')).toEqual(full);
  });

  test('keep all that is held, and each client with its id and secret, when the one of the API is destroyed and made again', async () => {
    await deployment.cdk.destroy('conversation-attributes-api');
    // The front's address stays whatever that of the API is.
    expect(await deployment.deploy({ pendingLeaseSeconds: '60' })).toEqual(access);
    expect(await readFull(clientOf(access), 'lasting')).toEqual(full);
  });

  test('let a flow go on after that: its execution still belongs to its client', async () => {
    const conversation = clientOf(access).conversation('lasting');
    await conversation.flow('ivr').set({ queue: 'billing' });
    await conversation.flow('ivr').flush();
    const { attributes } = await conversation.participant('customer').attributes();
    expect(attributes).toEqual({ tier: 'gold', desk: 'B12', queue: 'billing' });
  });
});

describe('under a domain of its own, for pages of other origins, and with more clients', () => {
  const origin = 'https://desktop.example.com';
  const named = {
    domainName: 'facts.example.com',
    certificateArn: 'arn:aws:acm:us-east-1:000000000000:certificate/1234abcd-12ab-34cd-56ef-1234567890ab',
    corsOrigins: origin,
  };
  const clients = (...names: string[]) =>
    JSON.stringify(Object.fromEntries(names.map((name) => [name, { scopes: '*', queues: '*' }])));

  test('the API is the same one, with the clients that it had', async () => {
    expect(await deployment.deploy({ ...named, clients: clients('default', 'reports') })).toEqual(access);
    expect(await clientOf(access).conversation('lasting').get()).toMatchObject({ id: 'lasting' });
  });

  test('a page may call it, after a preflight without a token', async () => {
    const headers = {
      origin,
      'access-control-request-method': 'GET',
      'access-control-request-headers': 'authorization',
    };
    const preflight = await fetch(`${access.url}/api/v2/conversations`, { method: 'OPTIONS', headers });
    expect(preflight.ok).toBe(true);
    expect(preflight.headers.get('access-control-allow-origin')).toBe(origin);
    expect(preflight.headers.get('access-control-allow-headers')).toContain('authorization');
    // The emulator answers /health itself.
    const document = await fetch(`${access.url}/openapi.json`, { headers: { origin } });
    expect(document.headers.get('access-control-expose-headers')).toContain('etag');
  });

  test('its name stays when the stack of the API is made again, and a client goes', async () => {
    await deployment.cdk.destroy('conversation-attributes-api');
    expect(await deployment.deploy({ ...named, clients: clients('default') })).toEqual(access);
    expect(await clientOf(access).conversation('lasting').get()).toMatchObject({ id: 'lasting' });
  });

  test('the domain, the origins and the clients go when the context names them no more', async () => {
    expect(await deployment.deploy({ pendingLeaseSeconds: '60', changes: 'true' })).toEqual(access);
    expect(await clientOf(access).conversation('lasting').get()).toMatchObject({ id: 'lasting' });
    const preflight = await fetch(`${access.url}/openapi.json`, { method: 'OPTIONS', headers: { origin } });
    expect(preflight.headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe('where requests need the rights of who sends them', () => {
  beforeAll(() => deployment.restart({ enforceIam: true }));

  test('every operation has the rights that it needs', async () => {
    expect(await runSuites(access, suites)).toBe('');
  });

  test('the sweeper has them too: it flushes by its schedule what a flow has left', async () => {
    const client = clientOf(access);
    await client.createConversation({ id: 'left', type: 'voice', participants: [{ purpose: 'customer' }] });
    await client.conversation('left').flow('ivr').set({ desk: 'C3' });
    while ((await client.conversation('left').export()).pending.length > 0) await sleep(1_000);
    expect((await client.conversation('left').participant('customer').attributes()).attributes).toEqual({ desk: 'C3' });
  });

  describe('and some have none', () => {
    beforeAll(async () => {
      await deployment.restart();
      // Reads of a secured value need KMS as well as DynamoDB.
      await takeRights(deployment.emulator, 'get-participant-attributes', 'dynamodb');
      await takeRights(deployment.emulator, 'get-secureattributes', 'kms');
      await deployment.restart({ enforceIam: true });
    });
    const left = () => clientOf(access).conversation('left');

    test('an operation without rights to a table fails, and the others go on', async () => {
      await expect(left().participant('customer').attributes()).rejects.toMatchObject({ status: 500 });
      expect(await left().get()).toMatchObject({ id: 'left' });
    });

    test('an operation without rights to the key fails, and the others go on', async () => {
      await left().patchSecured({ pin: '1' });
      await expect(left().secured()).rejects.toMatchObject({ status: 503 });
      expect((await left().export()).secured.attributes).toEqual({ pin: '1' });
    });
  });
});
