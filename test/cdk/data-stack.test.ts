import { Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, test } from 'vitest';
import { names } from '#dynamodb/names.ts';
import { listNewIndexes, type Table, tables } from '#tables';
import { DataTable } from '../../lib/constructs/data-table.ts';
import { takeBlock } from '../docs/markdown.ts';
import { allowedTo, functionOf, hasAlways } from './permissions.ts';
import { deployInto, newApp, propertiesOf, synthesize, synthesizeData } from './synthesize.ts';
import { variants } from './variants.ts';

/** The tables that every deployment has. */
const always = Object.keys(tables).filter(hasAlways);

describe('the data stack', () => {
  let data: Template;
  beforeAll(() => {
    ({ data } = synthesize());
  });

  test('has four tables, each with its key, and with the time-to-live that its items carry', () => {
    const made = Object.entries(propertiesOf(data, 'AWS::DynamoDB::Table'));
    const keys = made.map(([id, { KeySchema, TimeToLiveSpecification }]) => [
      id.replace(/Table.*/, ''),
      [
        ...KeySchema.map(({ AttributeName }: { AttributeName: string }) => AttributeName),
        TimeToLiveSpecification?.AttributeName,
      ],
    ]);
    expect(Object.fromEntries(keys)).toEqual({
      dataKeys: ['internalId', 'expires'],
      erasures: ['entry', 'expires'],
      settings: ['pk', undefined],
      // Not the expiry: DynamoDB would remove what still knows of a data key.
      conversations: ['pk', names.timeToLive],
    });
    expect(names.timeToLive).not.toBe(names.expires);
  });

  test('cannot be deleted by accident', () => {
    expect(deployInto(newApp()).data.terminationProtection).toBe(true);
  });

  test('keeps, protects and backs up every table, on demand, under a key of AWS', () => {
    data.allResources('AWS::DynamoDB::Table', {
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: Match.objectLike({
        BillingMode: 'PAY_PER_REQUEST',
        DeletionProtectionEnabled: true,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        SSESpecification: { SSEEnabled: false },
      }),
    });
  });

  test('keeps backups for as many days as the context says, those of data keys for one', () => {
    for (const [context, days] of [
      [{}, 7],
      [{ recoveryDays: '35' }, 35],
    ] as const) {
      const made = propertiesOf(synthesizeData(context), 'AWS::DynamoDB::Table');
      const kept = Object.entries(made).map(([id, { PointInTimeRecoverySpecification }]) => [
        id.replace(/Table.*/, ''),
        PointInTimeRecoverySpecification.RecoveryPeriodInDays,
      ]);
      expect(Object.fromEntries(kept)).toEqual({ dataKeys: 1, erasures: days, settings: days, conversations: days });
    }
  });

  test('copies no table to where a removed data key would outlive it', () => {
    for (const table of Object.values(propertiesOf(data, 'AWS::DynamoDB::Table'))) {
      expect(table).not.toHaveProperty('StreamSpecification');
      expect(table).not.toHaveProperty('KinesisStreamSpecification');
    }
    expect(Object.keys(data.findResources('AWS::Backup::BackupPlan'))).toEqual([]);
  });

  test('has the key of ids made once, of 256 random bits, and keeps it', () => {
    data.resourceCountIs('AWS::SecretsManager::Secret', 1);
    data.hasResource('AWS::SecretsManager::Secret', {
      DeletionPolicy: 'RetainExceptOnCreate',
      UpdateReplacePolicy: 'Retain',
      Properties: { GenerateSecretString: { PasswordLength: 43, ExcludePunctuation: true } },
    });
    data.resourceCountIs('AWS::SecretsManager::RotationSchedule', 0);
  });

  test('lets nobody change or delete the key of ids, for as long as there is one', () => {
    data.hasResource('AWS::SecretsManager::ResourcePolicy', {
      DeletionPolicy: 'RetainExceptOnCreate',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        ResourcePolicy: {
          Statement: [
            {
              Effect: 'Deny',
              Principal: { AWS: '*' },
              Action: Match.arrayWith(['secretsmanager:DeleteSecret', 'secretsmanager:PutSecretValue']),
            },
          ],
        },
      },
    });
  });

  test('asks for the version of the key of ids, may read no other secret for that, and hides the answer', () => {
    const [version] = Object.values(propertiesOf(data, 'Custom::IdKeyVersion'));
    const [, parts] = version.Create['Fn::Join'];
    const call = JSON.parse(
      parts.map((part: unknown) => (typeof part === 'string' ? part : 'the key of ids')).join(''),
    );
    expect(call).toMatchObject({
      service: 'SecretsManager',
      action: 'GetSecretValue',
      parameters: { SecretId: 'the key of ids' },
      outputPaths: ['ARN', 'VersionId'],
      logApiResponseData: false,
    });
    expect(version.Update).toEqual(version.Create);
    const statements = Object.values(propertiesOf(data, 'AWS::IAM::Policy')).flatMap(
      ({ PolicyDocument }) => PolicyDocument.Statement,
    );
    const [id] = Object.keys(data.findResources('AWS::SecretsManager::Secret'));
    expect(statements.filter(({ Action }) => String(Action).startsWith('secretsmanager:'))).toEqual([
      { Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: { Ref: id } },
    ]);
  });

  test('makes the tables last: they are protected at once, and what fails before must leave none behind', () => {
    const keys = [
      'AWS::SecretsManager::Secret',
      'AWS::SecretsManager::ResourcePolicy',
      'AWS::KMS::Key',
      'AWS::KMS::Alias',
    ];
    const ids = keys.flatMap((type) => Object.keys(data.findResources(type)));
    for (const { DependsOn } of Object.values(data.findResources('AWS::DynamoDB::Table'))) {
      expect(DependsOn).toEqual(expect.arrayContaining(ids));
    }
  });

  test('says what the tables are called and where the key of ids is', () => {
    for (const name of always) data.hasOutput(`${name}TableName`, {});
    data.hasOutput('IdKeyArn', {});
  });
});

test('an upgrade from 0.1.0 has no more of the newer indexes than it asks for, and each step of it one more, as CloudFormation can', () => {
  const steps = [takeBlock('docs/deploying.md', 'newIndexes=0'), takeBlock('docs/deploying.md', 'newIndexes=1')];
  const asked = steps.map((step) => Number(/newIndexes=(\d)/.exec(step)?.[1]));
  expect(asked).toEqual([0, 1]);
  const indexes = Array.from({ length: listNewIndexes().length + 1 }, (_, count) => count).map((newIndexes) => {
    const made = propertiesOf(synthesizeData({ newIndexes }), 'AWS::DynamoDB::Table');
    const [, table] = Object.entries(made).find(([id]) => id.startsWith('conversations')) ?? [];
    return table?.GlobalSecondaryIndexes.map(({ IndexName }: { IndexName: string }) => IndexName);
  });
  const all = ['due', 'byDay', ...listNewIndexes()];
  expect(indexes).toEqual(indexes.map((_, count) => all.slice(0, 2 + count)));
});

describe('what is there already', () => {
  const context = variants['tables and an id key that are there'];

  test('is not made again, and named by the outputs', () => {
    const { data: taken } = synthesize(context);
    for (const type of ['DynamoDB::Table', 'SecretsManager::Secret', 'SecretsManager::ResourcePolicy']) {
      taken.resourceCountIs(`AWS::${type}`, 0);
    }
    for (const name of always) {
      taken.hasOutput(`${name}TableName`, { Value: context[`${name}Table` as keyof typeof context] });
    }
    taken.hasOutput('IdKeyArn', { Value: context.idKeyArn });
  });

  test('is what the functions use, with the version of the secret that is current, and may use', () => {
    const { api } = synthesize(context);
    const { Variables } = functionOf(api, 'erase-conversation').Environment;
    expect(Variables).toMatchObject({
      CONVERSATIONS_TABLE: 'restored-conversations',
      DATA_KEYS_TABLE: 'restored-data-keys',
      ERASURES_TABLE: 'restored-erasures',
    });
    const [, parts] = Variables.ID_KEY['Fn::Join'];
    expect(parts[0]).toBe(`{{resolve:secretsmanager:${context.idKeyArn}:SecretString:::`);
    const allowed = allowedTo(api, 'find-conversations').filter((each) => each.includes('dynamodb:'));
    expect(allowed).toHaveLength(1 + 5 + 5 + 1);
    for (const each of allowed) expect(each).toMatch(/:table\/restored-(?:conversations|settings)/);
    expect(allowed.filter((each) => each.includes('dynamodb:Query') && each.includes('/index/byDay'))).toHaveLength(1);
  });

  test('may be some of it: the rest is made', () => {
    const { data: mixed } = synthesize(variants['one table that is there']);
    mixed.resourceCountIs('AWS::DynamoDB::Table', always.length - 1);
  });
});

describe('a table', () => {
  const definition: Table = {
    partitionKey: { name: 'shard', type: 'S' },
    sortKey: { name: 'number', type: 'N' },
    indexes: {
      due: {
        partitionKey: { name: 'dueShard', type: 'S' },
        sortKey: { name: 'dueAt', type: 'N' },
        projection: 'KEYS_ONLY',
      },
      day: {
        partitionKey: { name: 'dayShard', type: 'S' },
        sortKey: { name: 'start', type: 'S' },
        projection: ['state', 'queue'],
      },
    },
  };
  const make = (changes: Partial<Table> = {}) => {
    const stack = new Stack(newApp(), 'stack');
    const table = new DataTable(stack, 'table', { definition: { ...definition, ...changes }, recoveryDays: 1 });
    return { stack, table };
  };

  test('has the keys and indexes of its definition, and no time to live unless that says so', () => {
    const { stack } = make();
    Template.fromStack(stack).hasResourceProperties('AWS::DynamoDB::Table', {
      AttributeDefinitions: [
        { AttributeName: 'shard', AttributeType: 'S' },
        { AttributeName: 'number', AttributeType: 'N' },
        { AttributeName: 'dueShard', AttributeType: 'S' },
        { AttributeName: 'dueAt', AttributeType: 'N' },
        { AttributeName: 'dayShard', AttributeType: 'S' },
        { AttributeName: 'start', AttributeType: 'S' },
      ],
      KeySchema: [
        { AttributeName: 'shard', KeyType: 'HASH' },
        { AttributeName: 'number', KeyType: 'RANGE' },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'due',
          KeySchema: [
            { AttributeName: 'dueShard', KeyType: 'HASH' },
            { AttributeName: 'dueAt', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'KEYS_ONLY' },
        },
        { IndexName: 'day', Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['state', 'queue'] } },
      ],
      TimeToLiveSpecification: Match.absent(),
    });
  });

  test('names its own ARN and those of its indexes', () => {
    const { stack, table } = make();
    expect(stack.resolve(table.arn())).toEqual({ 'Fn::GetAtt': [expect.any(String), 'Arn'] });
    expect(table.arn('due')).toBe(`${table.arn()}/index/due`);
  });
});
