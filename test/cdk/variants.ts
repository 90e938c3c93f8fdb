import type { Context } from '../../lib/context.ts';

export const kmsKeyArn = 'arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const named = {
  domainName: 'facts.example.com',
  certificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/1234abcd-12ab-34cd-56ef-1234567890ab',
};

const nameSecret = (name: string) => `arn:aws:secretsmanager:us-east-1:111122223333:secret:${name}-AbCdEf`;

/** A context with which everything is deployed that a context can switch on. */
export const everything = {
  ...{ ...named, hostedZoneId: 'Z0123456789ABCDEFGHIJ', corsOrigins: '*' },
  alarmTopicArn: 'arn:aws:sns:eu-central-1:111122223333:alarms',
  connectInstanceArn: 'arn:aws:connect:us-east-1:111122223333:instance/1234abcd-12ab-34cd-56ef-1234567890ab',
  ...{ stepFunctions: true, mcp: true, events: true, changes: true, console: true },
  eventTargets: { program: { to: 'queue' }, lake: { to: 's3', days: 30 } },
};

/**
 * Contexts that make other resources than the default one, or other references between the stacks: what is to hold of the
 * templates is tried on each. Every key of the context is in one of them.
 */
export const variants = {
  'nothing given': {},
  'a given issuer': {
    issuer: 'https://issuer.example/',
    audience: 'one,two',
    scopePrefix: 'facts/',
    scopeClaims: 'scp, roles',
    queueClaims: 'groups',
    tokenUrl: 'https://issuer.example/token',
  },
  'other clients': {
    clients: { flows: { scopes: ['flow:read'], queues: '' }, reports: { scopes: '*', queues: 'sales support' } },
  },
  'a given KMS key': { kmsKeyArn },
  'a former KMS key': { formerKmsKeyArns: kmsKeyArn },
  'tables and an id key that are there': {
    conversationsTable: 'restored-conversations',
    dataKeysTable: 'restored-data-keys',
    erasuresTable: 'restored-erasures',
    settingsTable: 'restored-settings',
    idKeyArn: 'arn:aws:secretsmanager:us-east-1:111122223333:secret:IdKeySecret-AbCdEf',
  },
  'one table that is there': { conversationsTable: 'restored-conversations' },
  'a domain and origins': { ...named, corsOrigins: 'https://desktop.example.com,http://localhost:8080' },
  'a domain in a zone, alarms by e-mail': {
    ...named,
    hostedZoneId: 'Z0123456789ABCDEFGHIJ',
    alarmEmail: 'operators@example.com',
  },
  'a topic for alarms, and figures': {
    alarmTopicArn: 'arn:aws:sns:us-east-1:111122223333:alarms',
    alarmWriteUnits: 5_000,
    recoveryDays: '35',
    logDays: 90,
    logLevel: 'DEBUG',
    rateLimit: '20',
    burstLimit: '30',
    routeLimits: {
      'get-conversation': { rate: 5, burst: 10 },
      'get-openapi': { rate: 1, burst: 2 },
      'get-contact-log': { rate: 100, burst: 200 },
    },
    reservedConcurrency: { 'get-contact-log': 5, 'pre-token': 20 },
    requirePreconditions: 'true',
    definedNamesOnly: 'true',
    sharedExecutions: true,
    queueBoundClients: 'desk, console',
    pendingLeaseSeconds: '600',
    activeMaxSeconds: 172_800,
    wrapupMaxSeconds: '60',
    listShards: 32,
  },
  'an instance of Amazon Connect': {
    connectInstanceArn: 'arn:aws:connect:us-east-1:111122223333:instance/1234abcd-12ab-34cd-56ef-1234567890ab',
  },
  'AI agents': { mcp: { intent: { type: 'string', enum: ['billing', 'technical'] }, tier: { readOnly: true } } },
  'state machines': { stepFunctions: true },
  events: { events: true, eventValues: 'tier,language' },
  'targets of events': {
    events: true,
    eventTargets: {
      signed: { to: 'webhook', url: 'https://hooks.example.com/', secretArn: nameSecret('signed') },
      keyed: { to: 'webhook-with-key', url: 'https://k.example.com/', header: 'X-Key', secretArn: nameSecret('keyed') },
      oauth: {
        ...{ to: 'webhook-with-oauth', url: 'https://o.example.com/', tokenUrl: 'https://o.example.com/token' },
        ...{ secretArn: nameSecret('oauth'), types: ['conversation.started.v1'] },
      },
      program: { to: 'queue' },
      lake: { to: 's3', days: 30 },
    },
  },
  'events of a table that is there': {
    events: true,
    conversationsTable: 'restored-conversations',
    conversationsStreamArn:
      'arn:aws:dynamodb:us-east-1:111122223333:table/restored-conversations/stream/2026-11-30T12:00:00.000',
  },
  'changes that are kept': { changes: true },
  'changes and events, in tables that are there': {
    ...{ changes: true, events: true, changesTable: 'kept-changes', conversationsTable: 'restored-conversations' },
    conversationsStreamArn:
      'arn:aws:dynamodb:us-east-1:111122223333:table/restored-conversations/stream/2026-11-30T12:00:00.000',
  },
  'a console': { console: true },
  'another name': { name: 'trial' },
  'the indexes of 0.1.0': { newIndexes: 0 },
} satisfies Readonly<Record<string, Partial<Record<keyof Context, unknown>>>>;
