import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, test } from 'vitest';
import { jobs } from '#contract/jobs.ts';
import { deploy } from '../../lib/deployment.ts';
import { handlers, notFound, preToken } from '../../lib/handlers.ts';
import { allowedTo, functionOf, mayLog, mayUseKey, mayUseTables, workOf } from './permissions.ts';
import { functionsOf, newApp, propertiesOf, synthesize } from './synthesize.ts';
import { variants } from './variants.ts';

/** Seconds that a function may take. */
function timeoutOf(name: string): number {
  if (name === preToken.operation) return 5;
  return jobs.some(({ operation }) => operation === name) ? 60 : 10;
}

describe('the functions', () => {
  let data: Template;
  let api: Template;
  let functions: ReturnType<typeof functionsOf>;
  /** The stack of a function: that of Cognito is where the user pool is, which outlives the API. */
  const stackOf = (name: string) => (name === preToken.operation ? data : api);
  const named = (name: string) => functionOf(stackOf(name), name);

  beforeAll(() => {
    ({ data, api } = synthesize());
    functions = { ...functionsOf(data), ...functionsOf(api) };
  });

  test('are one for each handler, and no others', () => {
    const made = Object.values(functions).map(({ Handler }) => Handler);
    expect(made.sort()).toEqual(handlers.map((name) => `${name}.handler`).sort());
  });

  test("run on Node.js 24 on arm64, with 512 MB, a job with its own, for at most 10 seconds, a job 60, Cognito's 5, untraced", () => {
    for (const name of handlers) {
      const properties = named(name);
      expect(properties).toMatchObject({
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        MemorySize: jobs.find(({ operation }) => operation === name)?.memoryMB ?? 512,
        Timeout: timeoutOf(name),
      });
      expect(properties).not.toHaveProperty('TracingConfig');
    }
  });

  test('share one asset', () => {
    const code = Object.values(functions).map(({ Code }) => JSON.stringify(Code));
    expect(new Set(code).size).toBe(1);
  });

  test.each(handlers)('%s has a log group and a role that no other has, and logs objects for 30 days', (name) => {
    const { LoggingConfig, Role } = named(name);
    const group = LoggingConfig.LogGroup.Ref;
    expect(LoggingConfig).toMatchObject({ LogFormat: 'JSON', ApplicationLogLevel: 'INFO' });
    expect(propertiesOf(stackOf(name), 'AWS::Logs::LogGroup')[group]).toMatchObject({ RetentionInDays: 30 });
    const sharing = Object.values(functions).filter(
      (other) => other.LoggingConfig.LogGroup.Ref === group || JSON.stringify(other.Role) === JSON.stringify(Role),
    );
    expect(sharing).toHaveLength(1);
  });

  test.each(handlers)('%s may log, do to tables and the key what its contract says, and nothing else', (name) => {
    const expected = [...mayLog(stackOf(name), name), ...mayUseTables(name), ...mayUseKey(name)];
    expect(allowedTo(stackOf(name), name)).toEqual(expected.sort());
  });

  test('that get a conversation may do nothing but that, and read the rules for names', () => {
    for (const name of ['get-conversation', 'get-interaction', 'get-participant-attributes']) {
      const tables = ['conversations', 'settings'].map((table) => `Allow dynamodb:GetItem on ${table}`);
      expect(allowedTo(api, name)).toEqual([...tables, ...mayLog(api, name)]);
    }
  });

  test('leave reserved concurrency to the account', () => {
    for (const properties of Object.values(functions)) {
      expect(properties).not.toHaveProperty('ReservedConcurrentExecutions');
    }
  });

  test('have a variable for each table they may use, for the key of ids, the form of operation ids and the customer key if so, and no others', () => {
    const variable = {
      conversations: 'CONVERSATIONS_TABLE',
      dataKeys: 'DATA_KEYS_TABLE',
      erasures: 'ERASURES_TABLE',
      settings: 'SETTINGS_TABLE',
    };
    const settingsWriters = [...['serve-settings', 'serve-schemas', 'patch-webchat-channel']];
    for (const name of handlers) {
      const { dynamodb, kms } = workOf(name);
      const expected = [
        ...Object.entries(variable).flatMap(([table, of]) => (table in dynamodb ? of : [])),
        ...('conversations' in dynamodb || settingsWriters.includes(name) ? ['ID_KEY'] : []),
        ...('conversations' in dynamodb ? ['COMPACT_IDS'] : []),
        ...(kms.length > 0 ? ['KMS_KEY_ID'] : []),
        ...(name === preToken.operation ? [] : ['SCOPE_PREFIX']),
        'LOG_LEVEL',
      ];
      expect(Object.keys(named(name).Environment.Variables).sort()).toEqual(expected.sort());
    }
  });

  test('are told the names by the data stack, and the key by CloudFormation when it deploys', () => {
    const imported = (resource: string) => ({
      'Fn::GetStackOutput': expect.objectContaining({
        StackName: 'conversation-attributes-data',
        OutputName: expect.stringContaining(resource),
      }),
    });
    const secret = [imported('RefIdKeySecret'), ':SecretString:::', imported('IdKeyVersion'), '}}'];
    expect(named('get-conversation').Environment.Variables).toEqual({
      CONVERSATIONS_TABLE: imported('RefconversationsTable'),
      ID_KEY: { 'Fn::Join': ['', ['{{resolve:secretsmanager:', ...secret]] },
      SETTINGS_TABLE: imported('RefsettingsTable'),
      COMPACT_IDS: 'true',
      SCOPE_PREFIX: 'conversation-attributes/',
      LOG_LEVEL: 'INFO',
    });
  });

  test('have neither a table nor the key where no table is used', () => {
    expect(named(notFound).Environment.Variables).toEqual({
      SCOPE_PREFIX: 'conversation-attributes/',
      LOG_LEVEL: 'INFO',
    });
  });
});

describe('the asset', () => {
  test('holds the bundles without their source maps', async () => {
    const app = newApp();
    const bundles = await mkdtemp(join(tmpdir(), 'bundles-'));
    try {
      await mkdir(join(bundles, 'chunks'));
      for (const name of ['a.mjs', 'a.mjs.map', 'chunks/b.mjs', 'chunks/b.mjs.map']) {
        await writeFile(join(bundles, name), '');
      }
      deploy(app, { bundles, integrations: bundles, consoleFiles: bundles });
      const staged = await readdir(app.synth().directory, { recursive: true });
      const names = staged.filter((name) => /mjs|map/.test(name)).map((name) => name.replace(/^asset\.\w+\//, ''));
      expect(names.sort()).toEqual(['a.mjs', 'chunks/b.mjs']);
    } finally {
      await rm(bundles, { recursive: true });
    }
  });
});

describe('the context', () => {
  const figures = variants['a topic for alarms, and figures'];

  test('gives single functions a concurrency of their own, and no other', () => {
    const { data, api } = synthesize(figures);
    const reserved = Object.values({ ...functionsOf(data), ...functionsOf(api) }).flatMap(
      ({ Handler, ReservedConcurrentExecutions }) =>
        ReservedConcurrentExecutions === undefined ? [] : [[Handler, ReservedConcurrentExecutions]],
    );
    expect(Object.fromEntries(reserved)).toEqual({ 'get-contact-log.handler': 5, 'pre-token.handler': 20 });
  });

  test('makes functions require preconditions, take defined names alone, share flow executions, log more, and keep logs longer', () => {
    const { data, api } = synthesize(figures);
    for (const stack of [data, api]) stack.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 90 });
    for (const { Handler, Environment, LoggingConfig } of Object.values({
      ...functionsOf(data),
      ...functionsOf(api),
    })) {
      const answersRequests = Handler !== `${preToken.operation}.handler`;
      expect(Environment.Variables.REQUIRE_PRECONDITIONS).toBe(answersRequests ? 'true' : undefined);
      expect(Environment.Variables.DEFINED_NAMES_ONLY).toBe(answersRequests ? 'true' : undefined);
      expect(Environment.Variables.SHARED_EXECUTIONS).toBe(answersRequests ? 'true' : undefined);
      expect(Environment.Variables.QUEUE_BOUND_CLIENTS).toBe(answersRequests ? 'desk,console' : undefined);
      expect(Environment.Variables.LOG_LEVEL).toBe('DEBUG');
      expect(LoggingConfig.ApplicationLogLevel).toBe('DEBUG');
    }
  });

  test('says how long things may stay as they are, and over how many shards lists spread, to each function that has to do with conversations', () => {
    const { data, api } = synthesize(figures);
    const leases = { PENDING_LEASE_SECONDS: '600', ACTIVE_MAX_SECONDS: '172800', WRAPUP_MAX_SECONDS: '60' };
    const all = { ...leases, LIST_SHARDS: '32', COMPACT_IDS: 'true' };
    for (const name of handlers) {
      const { Variables } = functionOf(name === preToken.operation ? data : api, name).Environment;
      const { PENDING_LEASE_SECONDS, ACTIVE_MAX_SECONDS, WRAPUP_MAX_SECONDS, LIST_SHARDS, COMPACT_IDS } = Variables;
      const given = 'conversations' in workOf(name).dynamodb ? all : {};
      const said = { PENDING_LEASE_SECONDS, ACTIVE_MAX_SECONDS, WRAPUP_MAX_SECONDS, LIST_SHARDS, COMPACT_IDS };
      expect(said).toEqual(given);
    }
  });

  test('has no function keep operation ids together in the first step of an upgrade, whose functions take turns with those of 0.1.0', () => {
    for (const [newIndexes, expected] of [
      [0, undefined],
      [1, 'true'],
      [9, 'true'],
    ] as const) {
      const { api } = synthesize({ newIndexes });
      const { Variables } = functionOf(api, 'set-attributes').Environment;
      expect([newIndexes, Variables.COMPACT_IDS]).toEqual([newIndexes, expected]);
    }
  });
});
