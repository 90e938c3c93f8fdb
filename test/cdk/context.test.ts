import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { expect, test } from 'vitest';
import { scopes } from '#contract/operations.ts';
import { readContext } from '../../lib/read-context.ts';
import { newApp } from './synthesize.ts';

const read = (context: Record<string, unknown>) => readContext(newApp(context));

test('has a value for every key that was not given', () => {
  expect(read({})).toEqual({
    name: 'conversation-attributes',
    recoveryDays: 7,
    logDays: RetentionDays.ONE_MONTH,
    logLevel: 'INFO',
    rateLimit: 500,
    burstLimit: 1_000,
    routeLimits: undefined,
    reservedConcurrency: undefined,
    requirePreconditions: false,
    definedNamesOnly: false,
    sharedExecutions: false,
    queueBoundClients: undefined,
    pendingLeaseSeconds: undefined,
    activeMaxSeconds: undefined,
    wrapupMaxSeconds: undefined,
    listShards: undefined,
    kmsKeyArn: undefined,
    formerKmsKeyArns: undefined,
    changesTable: undefined,
    conversationsTable: undefined,
    dataKeysTable: undefined,
    erasuresTable: undefined,
    settingsTable: undefined,
    newIndexes: 9,
    idKeyArn: undefined,
    clients: undefined,
    issuer: undefined,
    audience: undefined,
    scopePrefix: undefined,
    scopeClaims: undefined,
    queueClaims: undefined,
    tokenUrl: undefined,
    domainName: undefined,
    certificateArn: undefined,
    hostedZoneId: undefined,
    connectInstanceArn: undefined,
    stepFunctions: false,
    console: false,
    mcp: undefined,
    events: false,
    eventValues: undefined,
    eventTargets: undefined,
    changes: false,
    conversationsStreamArn: undefined,
    corsOrigins: undefined,
    alarmTopicArn: undefined,
    alarmEmail: undefined,
    alarmWriteUnits: 1_000_000,
  });
});

test('reads the text of the command line and the JSON of cdk.json alike', () => {
  const asText = read({ recoveryDays: '35', logDays: '7', rateLimit: '10', requirePreconditions: 'true' });
  const asJson = read({ recoveryDays: 35, logDays: 7, rateLimit: 10, requirePreconditions: true });
  expect(asText).toEqual(asJson);
  expect(asText).toMatchObject({ recoveryDays: 35, logDays: 7, rateLimit: 10, requirePreconditions: true });
});

test('splits the audience, and the names of claims, at their commas', () => {
  const lists = { audience: 'one, two', scopeClaims: 'scp,roles', queueClaims: 'https://issuer.example/queues' };
  expect(read({ issuer: 'https://issuer.example', ...lists })).toMatchObject({
    audience: ['one', 'two'],
    scopeClaims: ['scp', 'roles'],
    queueClaims: ['https://issuer.example/queues'],
  });
});

test.each([
  ['name', 'Conversations', 'lower-case'],
  ['name', 'my-aws-store', 'without "aws"'],
  ['recoveryDays', 36, 'from 1 to 35'],
  ['recoveryDays', '0', 'from 1 to 35'],
  ['recoveryDays', '7 days', 'from 1 to 35'],
  ['recoveryDays', '', 'from 1 to 35'],
  ['logDays', 31, '30, 60'],
  ['logDays', 9999, '30, 60'],
  ['logLevel', 'debug', 'INFO, DEBUG'],
  ['rateLimit', 0.5, 'whole number'],
  ['burstLimit', null, 'whole number'],
  ['requirePreconditions', 'yes', 'true, false'],
  ['sharedExecutions', 'yes', 'true, false'],
  ['queueBoundClients', '', 'separated by commas'],
  ['newIndexes', 10, 'from 0 to 9'],
  ['pendingLeaseSeconds', 59, 'from 60'],
  ['listShards', 3, 'from 4 to 64'],
  ['activeMaxSeconds', '1d', 'whole number'],
  ['wrapupMaxSeconds', 31_536_001, 'to 31536000'],
  ['kmsKeyArn', '1234abcd-12ab-34cd-56ef-1234567890ab', 'the ARN of a KMS key'],
  ['kmsKeyArn', 'arn:aws:kms:eu-central-1:111122223333:alias/ours', 'not of an alias'],
  ['kmsKeyArn', 'arn:aws:kms:eu-central-1:111122223333:key/*', 'the ARN of a KMS key'],
  ['formerKmsKeyArns', 'arn:aws:kms:eu-central-1:111122223333:alias/ours', 'not of aliases'],
  ['formerKmsKeyArns', '', 'separated by commas'],
  ['conversationsTable', 'arn:aws:dynamodb:eu-central-1:111122223333:table/t', 'not its ARN'],
  ['idKeyArn', 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:key', 'the whole ARN of a secret'],
  ['issuer', 'http://issuer.example', 'https URL'],
  ['audience', 'one,,two', 'separated by commas'],
  ['audience', ['one'], 'separated by commas'],
  ['scopeClaims', 'scp,', 'separated by commas'],
  ['queueClaims', '', 'separated by commas'],
  ['clients', 'flows', 'a JSON object of 1 to 50 clients'],
  ['clients', '["flows"]', 'a JSON object of 1 to 50 clients'],
  ['clients', {}, 'a JSON object of 1 to 50 clients'],
  ['clients', null, 'a JSON object of 1 to 50 clients'],
  ['routeLimits', '{"sweep"', 'a JSON object of operations and their limits'],
  ['routeLimits', [], 'a JSON object of operations and their limits'],
  ['reservedConcurrency', 10, 'a JSON object of functions'],
  ['scopePrefix', 'a b', 'RFC 6749'],
  ['tokenUrl', 'issuer.example/token', 'https URL'],
  ['domainName', 'https://facts.example.com', 'a host name'],
  ['domainName', 'Facts.example.com', 'in lower case'],
  ['domainName', 'localhost', 'a host name'],
  ['certificateArn', 'arn:aws:iam::111122223333:server-certificate/ours', 'the ARN of a certificate'],
  ['hostedZoneId', 'example.com', 'the id of a Route 53 zone'],
  ['corsOrigins', 'desktop.example.com', 'https://desktop.example.com'],
  ['corsOrigins', 'https://desktop.example.com/', 'separated by commas'],
  ['corsOrigins', 'https://desktop.example.com,*', 'or * for all'],
  ['corsOrigins', '', 'separated by commas'],
  ['console', 'yes', 'true, false'],
  ['alarmTopicArn', 'alarms', 'the ARN of an SNS topic'],
  ['alarmEmail', 'operators', 'an e-mail address'],
  ['alarmWriteUnits', 0, 'a whole number from 1'],
])('refuses %s = %j, saying what would be right', (key, value, right) => {
  expect(() => read({ [key]: value })).toThrow(`Context "${key}" is ${JSON.stringify(value)}, but must be `);
  expect(() => read({ [key]: value })).toThrow(right);
});

test('reads clients and limits of routes from the text of the command line and from cdk.json alike', () => {
  const clients = { flows: { scopes: ['flow:write', 'flow:read'], queues: '' }, all: { scopes: '*', queues: '*' } };
  const routeLimits = { 'get-contact-log': { rate: 5, burst: 10 } };
  const asText = read({ clients: JSON.stringify(clients), routeLimits: JSON.stringify(routeLimits) });
  expect(read({ clients, routeLimits })).toEqual(asText);
  expect(asText.clients).toEqual(
    new Map<string, object>([
      ['flows', clients.flows],
      ['all', { scopes, queues: '*' }],
    ]),
  );
  expect(asText.routeLimits).toEqual(new Map(Object.entries(routeLimits)));
});

const client = { scopes: ['flow:read'], queues: 'sales' };
const inBytes = (bytes: number) => ({ ...client, queues: 'q'.repeat(bytes) });

test('takes as many call queues as a token can carry, and as many clients as an authorizer', () => {
  expect(() => read({ clients: { a: inBytes(4_096) } })).not.toThrow();
  const named = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, at) => [`c${at}`, client]));
  expect(() => read({ clients: named(50) })).not.toThrow();
  expect(() => read({ clients: named(51) })).toThrow('of 1 to 50 clients');
});

test.each([
  ['clients', { 'my client': client }, '"clients" names "my client"', '1 to 40 letters and digits'],
  ['clients', { '1st': client }, '"clients" names "1st"', 'a letter first'],
  ['clients', { a: 'all' }, '"clients.a" is "all"', 'an object of scopes and queues'],
  ['clients', { a: { queues: '' } }, '"clients.a.scopes" is undefined', 'given'],
  ['clients', { a: { scopes: '*' } }, '"clients.a.queues" is undefined', 'given'],
  ['clients', { a: { ...client, queus: 'x' } }, '"clients.a.queus" is "x"', 'left out: there are scopes and queues'],
  [
    'clients',
    { a: { ...client, scopes: 'flow:read' } },
    '"clients.a.scopes" is "flow:read"',
    '"*" or a list of scopes',
  ],
  ['clients', { a: { ...client, scopes: [] } }, '"clients.a.scopes" is []', '"*" or a list of scopes'],
  ['clients', { a: { ...client, scopes: ['flow:wirte'] } }, '"clients.a.scopes.0" is "flow:wirte"', 'flow:write'],
  ['clients', { a: { ...client, scopes: ['secured:read:a b'] } }, '"secured:read:a b"', 'percent-encoded'],
  ['clients', { a: { ...client, scopes: ['flow:read:tier'] } }, '"flow:read:tier"', 'secured:read:<name>'],
  [
    'clients',
    { a: { ...client, scopes: Array.from({ length: 51 }, (_, n) => `secured:read:n${n}`) } },
    '"clients.a.scopes"',
    '50 scopes at most',
  ],
  ['clients', { a: { ...client, scopes: ['flow:read', 'flow:read'] } }, '"clients.a.scopes" is', 'each scope once'],
  ['clients', { a: { ...client, queues: ['sales'] } }, '"clients.a.queues" is ["sales"]', 'with one space between'],
  ['clients', { a: { ...client, queues: 'sales  support' } }, '"clients.a.queues" is', 'with one space between'],
  ['clients', { a: { ...client, queues: 'sales,\tsupport' } }, '"clients.a.queues" is', 'with one space between'],
  ['clients', { a: { ...client, queues: '* sales' } }, '"clients.a.queues" is "* sales"', '"*" for all'],
  ['clients', { a: inBytes(4_097) }, '"clients.a.queues" is', '4096 bytes at most'],
  ['routeLimits', { sweep: { rate: 1, burst: 1 } }, '"routeLimits" names "sweep"', 'get-contact-log'],
  ['routeLimits', { 'get-contact-log': 5 }, '"routeLimits.get-contact-log" is 5', 'an object of rate and burst'],
  ['routeLimits', { 'get-contact-log': { rate: 5 } }, '"routeLimits.get-contact-log.burst" is undefined', 'given'],
  ['routeLimits', { 'get-contact-log': { rate: 0, burst: 1 } }, 'log.rate" is 0', 'a whole number from 1 to 10000'],
  ['routeLimits', { 'get-contact-log': { rate: 0.5, burst: 1 } }, 'log.rate" is 0.5', 'a whole number from 1 to 10000'],
  ['routeLimits', { 'get-contact-log': { rate: 1, burst: 5_001 } }, 'log.burst" is 5001', 'from 1 to 5000'],
  ['routeLimits', { 'get-contact-log': { rate: '1', burst: 1 } }, 'log.rate" is "1"', 'a whole number'],
  ['reservedConcurrency', { all: 5 }, '"reservedConcurrency" names "all"', 'sweep'],
  ['reservedConcurrency', { sweep: 0 }, '"reservedConcurrency.sweep" is 0', 'a whole number from 1 to 10000'],
])('refuses %s = %j, naming the part that is wrong and what would be right', (key, value, wrong, right) => {
  expect(() => read({ [key]: value })).toThrow(wrong);
  expect(() => read({ [key]: JSON.stringify(value) })).toThrow(right);
});

test('refuses clients beside an issuer, whose clients they would not be', () => {
  const given = { issuer: 'https://issuer.example', audience: 'one', clients: { a: client } };
  expect(() => read(given)).toThrow('Context "clients" and "issuer" are both given');
});

test('refuses a console beside an issuer, where its people would not be, and as the client that is one too many', () => {
  const issuer = { issuer: 'https://issuer.example', audience: 'one' };
  expect(() => read({ ...issuer, console: true })).toThrow('Context "console" is true and "issuer" is given');
  const clients = Object.fromEntries(Array.from({ length: 50 }, (_, at) => [`c${at}`, client]));
  expect(() => read({ clients, console: true })).toThrow('but the console is one, too');
  const { c0: _, ...fewer } = clients;
  expect(read({ clients: fewer, console: 'true' })).toMatchObject({ console: true });
});

test('refuses an e-mail address beside a topic', () => {
  const given = { alarmTopicArn: 'arn:aws:sns:eu-central-1:111122223333:alarms', alarmEmail: 'operators@example.com' };
  expect(() => read(given)).toThrow('Context "alarmTopicArn" and "alarmEmail" are both given');
});

test.each([
  'arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
  'arn:aws:kms:us-east-1:111122223333:key/mrk-1234abcd12ab34cd56ef1234567890ab',
  'arn:aws-us-gov:kms:us-gov-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
])('takes the key %s', (kmsKeyArn) => {
  expect(read({ kmsKeyArn })).toMatchObject({ kmsKeyArn });
});

test.each([
  [{ issuer: 'https://issuer.example' }, 'audience'],
  [{ audience: 'one' }, 'issuer'],
  [{ scopePrefix: 'api/' }, 'issuer'],
  [{ scopeClaims: 'scp' }, 'issuer'],
  [{ queueClaims: 'groups' }, 'issuer'],
  [{ domainName: 'facts.example.com' }, 'certificateArn'],
  [{ certificateArn: `arn:aws:acm:eu-central-1:111122223333:certificate/${'1'.repeat(36)}` }, 'domainName'],
  [{ hostedZoneId: 'Z0123456789ABCDEFGHIJ' }, 'domainName'],
])('refuses %j, naming %s which goes with it', (context, missing) => {
  expect(() => read(context)).toThrow(`"${missing}" is missing`);
});

test('refuses a key that nothing reads, but leaves the keys of the CDK alone', () => {
  expect(() => read({ recoverDays: 7 })).toThrow(
    'Context key "recoverDays" is not known. There are: name, recoveryDays',
  );
  expect(() => read({ 'aws:cdk:enable-path-metadata': true, 'hosted-zone:account=1': {} })).not.toThrow();
});
