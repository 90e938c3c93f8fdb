import type { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, test } from 'vitest';
import { allowedTo, functionOf, mayLog } from './permissions.ts';
import { functionsOf, propertiesOf, synthesize } from './synthesize.ts';
import { variants } from './variants.ts';

/** The ids of the tables of a template, without what the CDK adds. */
const tablesOf = (data: Template) =>
  Object.entries(propertiesOf(data, 'AWS::DynamoDB::Table')).map(([id, table]) => [id.replace(/Table.*/, ''), table]);

test('without changes the templates have nothing of them', () => {
  const { data, api } = synthesize();
  expect(tablesOf(data).map(([id]) => id)).not.toContain('changes');
  expect(functionOf(api, 'record-changes')).toBeUndefined();
  expect(JSON.stringify([data.toJSON(), api.toJSON()])).not.toMatch(/CHANGES_TABLE|RECORD_WRITERS|changes-given-up/);
});

describe('with changes', () => {
  let data: Template;
  let api: Template;
  beforeAll(() => {
    ({ data, api } = synthesize(variants['changes that are kept']));
  });

  test('there is a table of them, whose backups live one day, and a stream of the conversations alone', () => {
    const tables = Object.fromEntries(tablesOf(data));
    expect(tables.changes).toMatchObject({
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'place', KeyType: 'RANGE' },
      ],
      TimeToLiveSpecification: { AttributeName: 'timeToLive', Enabled: true },
      PointInTimeRecoverySpecification: { RecoveryPeriodInDays: 1 },
    });
    const streams = tablesOf(data).flatMap(([id, { StreamSpecification }]) => (StreamSpecification ? [id] : []));
    expect(streams).toEqual(['conversations']);
  });

  test('the function may read that stream, write to that table and name what it gave up, and nothing else', () => {
    const [queueId = ''] = Object.keys(propertiesOf(api, 'AWS::SQS::Queue'));
    const allowed = allowedTo(api, 'record-changes').map((one) => one.replace(/ on .*StreamArn.*/, ' on stream'));
    const queue = JSON.stringify({ 'Fn::GetAtt': [queueId, 'Arn'] });
    expect(allowed).toEqual(
      [
        ...mayLog(api, 'record-changes'),
        ...['DescribeStream', 'GetRecords', 'GetShardIterator'].map((one) => `Allow dynamodb:${one} on stream`),
        'Allow dynamodb:ListStreams on *',
        ...['DeleteItem', 'PutItem', 'Query'].map((one) => `Allow dynamodb:${one} on changes`),
        ...['GetQueueAttributes', 'GetQueueUrl', 'SendMessage'].map((one) => `Allow sqs:${one} on ${queue}`),
      ].sort(),
    );
    const { Variables } = functionOf(api, 'record-changes').Environment;
    expect(Variables).toHaveProperty('CHANGES_TABLE');
    for (const name of ['ID_KEY', 'KMS_KEY_ID', 'CONVERSATIONS_TABLE']) expect(Variables).not.toHaveProperty(name);
  });

  test('three operations read the table, those that open secured values add and withdraw entries, and no other function touches it', () => {
    const reading = ['get-conversation-changes', 'get-conversation-provenance', 'get-secured-reveals'];
    for (const { Handler, Environment } of Object.values(functionsOf(api))) {
      const name = Handler.replace('.handler', '');
      if (name === 'record-changes') continue;
      const onChanges = allowedTo(api, name).filter((one) => one.endsWith(' on changes'));
      const opens = /secureattributes|export/.test(name) && name !== 'set-flow-secureattributes';
      const expected = reading.includes(name) ? ['Query'] : opens ? ['DeleteItem', 'PutItem'] : [];
      expect([name, onChanges]).toEqual([name, expected.map((action) => `Allow dynamodb:${action} on changes`)]);
      expect(Environment.Variables.RECORD_WRITERS).toBe('true');
    }
  });

  test('there is no bus, and the alarms are those of the log', () => {
    expect(propertiesOf(api, 'AWS::Events::EventBus')).toEqual({});
    const names = Object.values(propertiesOf(api, 'AWS::CloudWatch::Alarm')).map(({ AlarmName }) => AlarmName);
    expect(names.filter((one) => /changes|events/.test(one))).toEqual([
      'conversation-attributes-changes-given-up',
      'conversation-attributes-changes-late',
    ]);
  });
});

test('with events as well, each has a function and a queue of its own on the same stream', () => {
  const { api } = synthesize(variants['changes and events, in tables that are there']);
  const mappings = Object.values(propertiesOf(api, 'AWS::Lambda::EventSourceMapping'));
  expect(mappings).toHaveLength(2);
  expect(new Set(mappings.map(({ EventSourceArn }) => JSON.stringify(EventSourceArn))).size).toBe(1);
  expect(new Set(mappings.map(({ DestinationConfig }) => JSON.stringify(DestinationConfig))).size).toBe(2);
});

test.each([
  [{ changesTable: 'kept' }, '"changesTable" is "kept", but there are no changes: give "changes": true'],
  [{ changes: true, conversationsTable: 'restored' }, '"conversationsTable" and "conversationsStreamArn" or neither'],
])('the context %j is refused', (context, message) => {
  expect(() => synthesize(context)).toThrow(message);
});
