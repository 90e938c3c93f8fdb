import type { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, test } from 'vitest';
import { allowedTo, functionOf, mayLog, mayUseTables } from './permissions.ts';
import { functionsOf, propertiesOf, synthesize } from './synthesize.ts';
import { variants } from './variants.ts';

const { events } = variants;

test('without events the templates have nothing of them', () => {
  const { data, api } = synthesize();
  for (const table of Object.values(propertiesOf(data, 'AWS::DynamoDB::Table'))) {
    expect(table).not.toHaveProperty('StreamSpecification');
  }
  for (const type of ['AWS::Events::EventBus', 'AWS::Lambda::EventSourceMapping', 'AWS::SQS::Queue']) {
    expect(propertiesOf(api, type)).toEqual({});
  }
  expect(functionOf(api, 'publish-events')).toBeUndefined();
  expect(JSON.stringify([data.toJSON(), api.toJSON()])).not.toMatch(/RECORD_WRITERS|StreamArn|events-given-up/);
});

describe('with events', () => {
  let data: Template;
  let api: Template;
  beforeAll(() => {
    ({ data, api } = synthesize(events));
  });

  test('the table of conversations, and no other, has a stream of what items were and are', () => {
    const streams = Object.entries(propertiesOf(data, 'AWS::DynamoDB::Table')).flatMap(
      ([id, { StreamSpecification }]) =>
        StreamSpecification ? [[id.replace(/Table.*/, ''), StreamSpecification]] : [],
    );
    expect(streams).toEqual([['conversations', { StreamViewType: 'NEW_AND_OLD_IMAGES' }]]);
  });

  test('the function may read that stream, put events on that bus, name what it gave up and read the rules for names, and nothing else', () => {
    const [busId] = Object.keys(propertiesOf(api, 'AWS::Events::EventBus'));
    const [queueId] = Object.keys(propertiesOf(api, 'AWS::SQS::Queue'));
    const allowed = allowedTo(api, 'publish-events').map((one) => one.replace(/ on .*StreamArn.*/, ' on stream'));
    const on = (id = '') => JSON.stringify({ 'Fn::GetAtt': [id, 'Arn'] });
    expect(allowed).toEqual(
      [
        ...mayLog(api, 'publish-events'),
        ...mayUseTables('publish-events'),
        ...['DescribeStream', 'GetRecords', 'GetShardIterator'].map((one) => `Allow dynamodb:${one} on stream`),
        'Allow dynamodb:ListStreams on *',
        `Allow events:PutEvents on ${on(busId)}`,
        ...['GetQueueAttributes', 'GetQueueUrl', 'SendMessage'].map((one) => `Allow sqs:${one} on ${on(queueId)}`),
      ].sort(),
    );
    const { Variables } = functionOf(api, 'publish-events').Environment;
    expect(Variables).toMatchObject({
      EVENT_BUS: { Ref: busId },
      EVENT_SOURCE: 'conversation-attributes',
      EVENT_VALUES: '["tier","language"]',
    });
    expect(Variables).not.toHaveProperty('ID_KEY');
    expect(Variables).not.toHaveProperty('KMS_KEY_ID');
  });

  test('what fails comes again in its order, is narrowed down, and goes to a queue of places, never of items', () => {
    const [mapping] = Object.values(propertiesOf(api, 'AWS::Lambda::EventSourceMapping'));
    const [queueId] = Object.keys(propertiesOf(api, 'AWS::SQS::Queue'));
    expect(mapping).toMatchObject({
      BisectBatchOnFunctionError: true,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      StartingPosition: 'TRIM_HORIZON',
      MaximumRecordAgeInSeconds: 82_800,
      // To S3 whole records would go.
      DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': [queueId, 'Arn'] } } },
    });
    expect(mapping).not.toHaveProperty('FilterCriteria');
  });

  test('every other function that writes conversations says who wrote, and none may put events', () => {
    for (const [id, { Handler, Environment }] of Object.entries(functionsOf(api))) {
      if (Handler === 'publish-events.handler') continue;
      const name = Handler.replace('.handler', '');
      expect([id, Environment.Variables.RECORD_WRITERS]).toEqual([id, 'true']);
      expect(allowedTo(api, name).join()).not.toMatch(/events:|GetRecords/);
    }
  });

  test('the bus has the name of the deployment, and the stack tells its ARN', () => {
    const [[busId, bus] = ['']] = Object.entries(propertiesOf(api, 'AWS::Events::EventBus'));
    expect(bus).toMatchObject({ Name: 'conversation-attributes' });
    expect(api.findOutputs('EventBusArn').EventBusArn?.Value).toEqual({ 'Fn::GetAtt': [busId, 'Arn'] });
  });
});

test('a table that is there has the stream that the context names', () => {
  const context = variants['events of a table that is there'];
  const { api } = synthesize(context);
  const [mapping] = Object.values(propertiesOf(api, 'AWS::Lambda::EventSourceMapping'));
  expect(mapping.EventSourceArn).toBe(context.conversationsStreamArn);
});

test.each([
  [{ eventValues: 'tier' }, '"eventValues" is "tier", but there are no events'],
  [{ events: true, conversationsTable: 'restored' }, '"conversationsTable" and "conversationsStreamArn" or neither'],
])('the context %j is refused', (context, message) => {
  expect(() => synthesize(context)).toThrow(message);
});
