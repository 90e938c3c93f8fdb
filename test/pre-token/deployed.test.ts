import https from 'node:https';
import { createRequire, syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { tables } from '#tables';
import { type EmbeddedDynamoDb, startDynamoDb } from '../../local/dynamodb.ts';
import { createTables, nameTable } from '../../local/tables.ts';
import { propertiesOf, synthesize } from '../cdk/synthesize.ts';
import { captureLogs, type Logs } from '../support/logs.ts';
import { eventFor } from './event.ts';

/** The function of the CDK that writes rows in a deployment; it is an asset, not an export. */
const writer = 'custom-resource-handlers/dist/custom-resources/aws-custom-resource-handler/index.js';

let store: EmbeddedDynamoDb;
let logs: Logs;
let answers: { readonly Status: string; readonly PhysicalResourceId: string }[];
beforeAll(async () => {
  store = await startDynamoDb('memory');
  vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', store.endpoint);
  vi.stubEnv('SETTINGS_TABLE', nameTable('settings'));
  for (const name of ['AWS_REGION', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']) vi.stubEnv(name, 'local');
  const client = new DynamoDBClient();
  await createTables(client, { settings: tables.settings });
  client.destroy();
  logs = captureLogs();
  vi.spyOn(console, 'log').mockImplementation(() => undefined);
  answers = listenForAnswers();
});
afterAll(async () => {
  vi.restoreAllMocks();
  logs.close();
  await store.close();
  vi.unstubAllEnvs();
});

/** Takes the place of CloudFormation, which is told the outcome over https. */
function listenForAnswers(): typeof answers {
  const heard: typeof answers = [];
  const request = (_: unknown, told: (answer: object) => void) => ({
    on: () => undefined,
    write: (body: string) => heard.push(JSON.parse(body)),
    end: () => told({ statusCode: 200, resume: () => undefined, on: () => undefined }),
  });
  vi.spyOn(https, 'request').mockImplementation(request as unknown as typeof https.request);
  syncBuiltinESMExports();
  return heard;
}

/** What CloudFormation sends for a row of a deployment with these clients; an id is `<name>-id`. */
function rowsOf(clients: object): readonly Record<string, unknown>[] {
  const { data } = synthesize({ clients });
  const names = Object.entries(propertiesOf(data, 'AWS::Cognito::UserPoolClient'));
  const referred = ({ Ref }: { Ref?: string }) => {
    const [, client] = names.find(([id]) => id === Ref) ?? [];
    return client ? `${client.ClientName}-id` : nameTable('settings');
  };
  const resolve = (value: { 'Fn::Join': [string, (string | object)[]] }) =>
    value['Fn::Join'][1].map((part) => (typeof part === 'string' ? part : referred(part))).join('');
  return Object.values(propertiesOf(data, 'Custom::ClientQueues')).map(({ Create, Update, Delete }) => ({
    Create: resolve(Create),
    Update: resolve(Update),
    Delete: resolve(Delete),
    InstallLatestAwsSdk: 'false',
  }));
}

/** Lets the writer do what a deployment has it do. */
async function deployRow(RequestType: 'Create' | 'Update' | 'Delete', ResourceProperties: object): Promise<void> {
  const root = createRequire(import.meta.url)
    .resolve('aws-cdk-lib/package.json')
    .replace('package.json', '');
  const { handler } = createRequire(import.meta.url)(join(root, writer));
  const place = { ResponseURL: 'https://answers.example/here', StackId: 'stack', RequestId: 'request' };
  const row = { LogicalResourceId: 'row', ...(RequestType !== 'Create' && { PhysicalResourceId: 'reports-id' }) };
  // It changes what it is given.
  const event = structuredClone({ RequestType, ...place, ...row, ResourceProperties });
  await handler(event, { logStreamName: 'log' });
  expect(answers.at(-1)).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: 'reports-id' });
}

/** The claim that a token for the client would get. */
async function claimOf(clientId: string): Promise<unknown> {
  const { handler } = await import('../../lambdas/pre-token.ts');
  const { response } = await handler(eventFor(clientId));
  return response.claimsAndScopeOverrideDetails?.accessTokenGeneration?.claimsToAddOrOverride?.queues;
}

test('a client has in its tokens the call queues that its deployment wrote last, and none when it is gone', async () => {
  const [first = {}] = rowsOf({ reports: { scopes: ['report:read'], queues: 'sales "gold" größe' } });
  await deployRow('Create', first);
  expect(await claimOf('reports-id')).toBe('sales "gold" größe');
  expect(await claimOf('flows-id')).toBeUndefined();

  const [second = {}] = rowsOf({ reports: { scopes: ['report:read'], queues: 'support' } });
  await deployRow('Update', second);
  expect(await claimOf('reports-id')).toBe('support');

  await deployRow('Delete', second);
  expect(await claimOf('reports-id')).toBeUndefined();
});
