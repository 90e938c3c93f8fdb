import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readConfig, StartError } from '../../local/config.ts';
import { readClients } from '../../local/issuer/clients.ts';

test('has a default for every setting', () => {
  expect(readConfig({ PORT: '' })).toEqual({
    port: 3000,
    host: '127.0.0.1',
    dataDir: '.local',
    tokenSeconds: 3600,
    clientsFile: undefined,
    requirePreconditions: false,
    events: false,
    eventValues: [],
    eventsWebhook: undefined,
    eventsWebhookSecret: 'whsec_bG9jYWwgc2VjcmV0IG9mIHdlYmhvb2tz',
    changes: false,
    queueBoundClients: 'console',
    definedNamesOnly: false,
    sharedExecutions: false,
    logLevel: 'INFO',
    logFormat: 'auto',
    dynamodbEndpoint: undefined,
    kmsEndpoint: undefined,
    rateLimit: Number.POSITIVE_INFINITY,
    corsOrigins: [],
    sweepSeconds: 60,
    pendingLeaseSeconds: 3600,
    activeMaxSeconds: undefined,
    wrapupMaxSeconds: 3600,
  });
});

test('reads every setting', () => {
  const env = {
    PORT: '0',
    HOST: '0.0.0.0',
    DATA_DIR: 'memory',
    TOKEN_SECONDS: '5',
    CLIENTS_FILE: 'clients.json',
    REQUIRE_PRECONDITIONS: 'true',
    EVENTS: 'true',
    EVENT_VALUES: 'tier, language',
    EVENTS_WEBHOOK: 'http://127.0.0.1:4000/hook',
    EVENTS_WEBHOOK_SECRET: 'whsec_x',
    CHANGES: 'true',
    DEFINED_NAMES_ONLY: 'true',
    SHARED_EXECUTIONS: 'true',
    QUEUE_BOUND_CLIENTS: 'desk,console',
    LOG_LEVEL: 'DEBUG',
    LOG_FORMAT: 'json',
    RATE_LIMIT: '20',
    CORS_ORIGINS: 'https://desktop.example.com, http://localhost:8080',
    SWEEP_SECONDS: '0',
    PENDING_LEASE_SECONDS: '1',
    ACTIVE_MAX_SECONDS: '2',
    WRAPUP_MAX_SECONDS: '3',
    AWS_ENDPOINT_URL: 'http://127.0.0.1:4566',
  };
  expect(readConfig(env)).toEqual({
    port: 0,
    host: '0.0.0.0',
    dataDir: 'memory',
    tokenSeconds: 5,
    clientsFile: 'clients.json',
    requirePreconditions: true,
    events: true,
    eventValues: ['tier', 'language'],
    eventsWebhook: 'http://127.0.0.1:4000/hook',
    eventsWebhookSecret: 'whsec_x',
    changes: true,
    definedNamesOnly: true,
    sharedExecutions: true,
    queueBoundClients: 'desk,console',
    logLevel: 'DEBUG',
    logFormat: 'json',
    dynamodbEndpoint: 'http://127.0.0.1:4566',
    kmsEndpoint: 'http://127.0.0.1:4566',
    rateLimit: 20,
    corsOrigins: ['https://desktop.example.com', 'http://localhost:8080'],
    sweepSeconds: 0,
    pendingLeaseSeconds: 1,
    activeMaxSeconds: 2,
    wrapupMaxSeconds: 3,
  });
});

test('prefers the endpoint of DynamoDB to the general one', () => {
  const env = { AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:8000', AWS_ENDPOINT_URL: 'http://127.0.0.1:4566' };
  expect(readConfig(env).dynamodbEndpoint).toBe('http://127.0.0.1:8000');
});

test.each([
  ['PORT', 'http', 'PORT is "http"; it must be a whole number from 0 to 65535.'],
  ['PORT', '65536', 'PORT is "65536"; it must be a whole number from 0 to 65535.'],
  ['PORT', '3e3', 'PORT is "3e3"; it must be a whole number from 0 to 65535.'],
  ['TOKEN_SECONDS', '0', 'TOKEN_SECONDS is "0"; it must be a whole number from 1 to 86400.'],
  ['PENDING_LEASE_SECONDS', '-5', 'PENDING_LEASE_SECONDS is "-5"; it must be a whole number from 1 to 31536000.'],
  ['ACTIVE_MAX_SECONDS', '0', 'ACTIVE_MAX_SECONDS is "0"; it must be a whole number from 1 to 31536000.'],
  ['WRAPUP_MAX_SECONDS', '1h', 'WRAPUP_MAX_SECONDS is "1h"; it must be a whole number from 1 to 31536000.'],
  ['REQUIRE_PRECONDITIONS', 'yes', 'REQUIRE_PRECONDITIONS is "yes"; it must be false or true.'],
  ['SHARED_EXECUTIONS', 'yes', 'SHARED_EXECUTIONS is "yes"; it must be false or true.'],
  ['LOG_LEVEL', 'loud', 'LOG_LEVEL is "loud"; it must be INFO or DEBUG.'],
  [
    'CORS_ORIGINS',
    'desktop.example.com',
    'CORS_ORIGINS is "desktop.example.com"; it must be origins such as https://desktop.example.com, separated by commas, or * for all.',
  ],
  [
    'AWS_ENDPOINT_URL_DYNAMODB',
    'localhost:8000',
    'AWS_ENDPOINT_URL_DYNAMODB is "localhost:8000"; it must be an http or https URL such as http://127.0.0.1:4566.',
  ],
])('refuses %s=%s and says what is allowed', (name, value, message) => {
  expect(() => readConfig({ [name]: value })).toThrow(new StartError(message));
});

async function clientsFile(content: unknown) {
  const directory = await mkdtemp(join(tmpdir(), 'clients-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  const file = join(directory, 'clients.json');
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

const crm = { id: 'crm', secret: 'pass:word', scopes: ['flow:read', 'secured:read:card'], queues: 'sales support' };

test('adds the clients of a file to the local one', async () => {
  const clients = await readClients(await clientsFile([crm]));
  expect([...clients.keys()]).toEqual(['local', 'crm']);
  expect(clients.get('crm')).toEqual(crm);
});

test.each<[string, unknown, RegExp]>([
  ['that is no JSON', '[', /^CLIENTS_FILE ".+" cannot be read: .*JSON/],
  ['that is no list', { crm }, /^CLIENTS_FILE ".+" must hold a list/],
  [
    'with an unknown scope',
    [crm, { ...crm, id: 'b', scopes: ['x'] }],
    /, entry 2, scopes\.0: is "x"; it must be one of .*flow:read/,
  ],
  ['with no scopes', [{ ...crm, scopes: [] }], /, entry 1, scopes: must name at least one scope$/],
  ['with a client without secret', [{ ...crm, secret: '' }], /, entry 1, secret: must be printable ASCII$/],
  ['with a colon in an id', [{ ...crm, id: 'a:b' }], /, entry 1, id: must be printable ASCII without a colon$/],
  ['with queues as a list', [{ ...crm, queues: ['sales'] }], /, entry 1, queues: .*Array/],
  ['with every queue and one', [{ ...crm, queues: '* sales' }], /, entry 1, queues: must be "\*" or ids/],
  ['with an unknown field', [{ ...crm, scope: 'x' }], /, entry 1, scope: /],
  ['with an entry that is no object', [null], /, entry 1, as a whole: /],
  ['with an id twice', [crm, crm], /, entry 2: the id "crm" is taken/],
  ['that redefines local', [{ ...crm, id: 'local' }], /, entry 1: the id "local" is taken/],
])('refuses a clients file %s and says where', async (_, content, message) => {
  await expect(readClients(await clientsFile(content))).rejects.toThrow(message);
});

test('refuses a clients file that is not there', async () => {
  await expect(readClients('nowhere.json')).rejects.toThrow('CLIENTS_FILE "nowhere.json" cannot be read: ENOENT');
});
