import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, test } from 'vitest';
import { type DynamoDbAction, type Route, routes, type TableName } from '#routes';
import { tables } from '#tables';
import { deploy } from '../../lib/deployment.ts';
import { handlers, notFound } from '../../lib/handlers.ts';
import { newApp, propertiesOf, synthesize } from './synthesize.ts';

/** What the route table lets an operation do to tables; one that is not there may do nothing. */
function usesOf(name: string): [TableName, readonly DynamoDbAction[]][] {
  const { dynamodb = {} } = (routes as readonly Route[]).find(({ operation }) => operation === name) ?? {};
  return Object.entries(dynamodb) as [TableName, readonly DynamoDbAction[]][];
}

/** Shortens what a template says of a resource: `conversations/index/due`, `log of <function>`. */
function shorten(value: unknown): string {
  return JSON.stringify(value)
    .replace(/\{"Fn::ImportValue":"[^"]*Att(\w+)Table[0-9A-F]{8}Arn[0-9A-F]{8}"\}/, '$1')
    .replace(/^\{"Fn::Join":\["",\[(\w+),"(.*)"\]\]\}$/, '$1$2');
}

describe('the functions', () => {
  let api: Template;
  let functions: ReturnType<typeof propertiesOf>;
  const named = (name: string) => Object.values(functions).find(({ Handler }) => Handler === `${name}.handler`);

  /** Every action that the role of a function allows, each with the resource. */
  const allowedTo = (name: string): string[] => {
    const [roleId] = named(name).Role['Fn::GetAtt'];
    const role = propertiesOf(api, 'AWS::IAM::Role')[roleId];
    expect(role).not.toHaveProperty('ManagedPolicyArns');
    expect(role).not.toHaveProperty('Policies');
    return Object.values(propertiesOf(api, 'AWS::IAM::Policy'))
      .filter(({ Roles }) => Roles.some(({ Ref }: { Ref: string }) => Ref === roleId))
      .flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
      .flatMap(({ Effect, Action, Resource }) =>
        [Action].flat().flatMap((action) => [Resource].flat().map((on) => `${Effect} ${action} on ${shorten(on)}`)),
      )
      .sort();
  };
  const mayLog = (name: string) => {
    const logGroup = shorten({ 'Fn::GetAtt': [named(name).LoggingConfig.LogGroup.Ref, 'Arn'] });
    return [`Allow logs:CreateLogStream on ${logGroup}`, `Allow logs:PutLogEvents on ${logGroup}`];
  };

  beforeAll(() => {
    ({ api } = synthesize());
    functions = propertiesOf(api, 'AWS::Lambda::Function');
  });

  test('are one for each handler, and no others', () => {
    const made = Object.values(functions).map(({ Handler }) => Handler);
    expect(made.sort()).toEqual(handlers.map((name) => `${name}.handler`).sort());
  });

  test('run on Node.js 24 on arm64, with 512 MB for at most 10 seconds, untraced', () => {
    for (const properties of Object.values(functions)) {
      expect(properties).toMatchObject({
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        MemorySize: 512,
        Timeout: 10,
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
    expect(propertiesOf(api, 'AWS::Logs::LogGroup')[group]).toMatchObject({ RetentionInDays: 30 });
    const sharing = Object.values(functions).filter(
      (other) => other.LoggingConfig.LogGroup.Ref === group || JSON.stringify(other.Role) === JSON.stringify(Role),
    );
    expect(sharing).toHaveLength(1);
  });

  test.each(handlers)('%s may write its own log, do to tables what the route table says, and nothing else', (name) => {
    const onTables = usesOf(name).flatMap(([table, actions]) =>
      actions.flatMap((action) => {
        const indexes = action === 'Query' ? Object.keys(tables[table].indexes) : [];
        const on = indexes.length > 0 ? indexes.map((index) => `${table}/index/${index}`) : [table];
        return on.map((resource) => `Allow dynamodb:${action} on ${resource}`);
      }),
    );
    expect(allowedTo(name)).toEqual([...mayLog(name), ...onTables].sort());
  });

  test('that get a conversation may do nothing but that', () => {
    for (const name of ['get-conversation', 'get-interaction', 'get-attributes', 'get-participant-attributes']) {
      expect(allowedTo(name)).toEqual(['Allow dynamodb:GetItem on conversations', ...mayLog(name)]);
    }
  });

  test('have the name of each table they may use and of no other, and the key of ids with the conversations', () => {
    for (const name of handlers) {
      const { Variables } = named(name).Environment;
      const used = usesOf(name).map(([table]) => table);
      const expected = used.map((table) => `${table.replace(/[A-Z]/g, '_$&').toUpperCase()}_TABLE`);
      expect(
        Object.keys(Variables)
          .filter((variable) => variable.endsWith('_TABLE'))
          .sort(),
      ).toEqual(expected.sort());
      expect('ID_KEY' in Variables).toBe(used.includes('conversations'));
    }
  });

  test('are told the names by the data stack, and the key by CloudFormation when it deploys', () => {
    const imported = (resource: string) => ({ 'Fn::ImportValue': expect.stringContaining(resource) });
    expect(named('get-conversation').Environment.Variables).toEqual({
      CONVERSATIONS_TABLE: imported('RefconversationsTable'),
      ID_KEY: { 'Fn::Join': ['', ['{{resolve:secretsmanager:', imported('RefIdKeySecret'), ':SecretString:::}}']] },
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
      deploy(app, { bundles });
      const staged = await readdir(app.synth().directory, { recursive: true });
      const names = staged.filter((name) => /mjs|map/.test(name)).map((name) => name.replace(/^asset\.\w+\//, ''));
      expect(names.sort()).toEqual(['a.mjs', 'chunks/b.mjs']);
    } finally {
      await rm(bundles, { recursive: true });
    }
  });
});

describe('the context', () => {
  test('makes functions require preconditions, log more, and keep logs longer', () => {
    const { api } = synthesize({ requirePreconditions: 'true', logLevel: 'DEBUG', logDays: 90 });
    api.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 90 });
    for (const { Environment, LoggingConfig } of Object.values(propertiesOf(api, 'AWS::Lambda::Function'))) {
      expect(Environment.Variables).toMatchObject({ REQUIRE_PRECONDITIONS: 'true', LOG_LEVEL: 'DEBUG' });
      expect(LoggingConfig.ApplicationLogLevel).toBe('DEBUG');
    }
  });
});
