import type { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, test } from 'vitest';
import { takeBlock } from '../docs/markdown.ts';
import { allowedTo, functionOf, mayLog } from './permissions.ts';
import { propertiesOf, synthesize } from './synthesize.ts';
import { everything } from './variants.ts';

const secretOf = (name: string) => `arn:aws:secretsmanager:us-east-1:111122223333:secret:${name}-AbCdEf`;
const url = 'https://crm.example.com/hooks?of=calls';
const targets = {
  signed: { to: 'webhook', url, secretArn: secretOf('signed') },
  other: { to: 'webhook', url, secretArn: secretOf('other'), types: ['participant.joined.v1'] },
  keyed: { to: 'webhook-with-key', url, secretArn: secretOf('keyed'), header: 'X-Api-Key' },
  oauth: {
    to: 'webhook-with-oauth',
    url,
    secretArn: secretOf('oauth'),
    tokenUrl: 'https://login.example.com/token',
    scope: 'events',
  },
  program: { to: 'queue', types: ['conversation.state-changed.v1', 'conversation.erased.v1'] },
  lake: { to: 's3', days: 365 },
};
const context = (eventTargets: object = targets) => ({ events: true, eventTargets });
const alarmEmail = 'operators@example.com';
const arnOf = (id = '') => ({ 'Fn::GetAtt': [id, 'Arn'] });

describe('targets of events', () => {
  let api: Template;
  /** The one resource of a type within a target. */
  const within = (name: string, type: string, part = '') => {
    const all = Object.entries(propertiesOf(api, type)).filter(([id]) => id.startsWith(`EventTargets${name}${part}`));
    expect([name, type, all.length]).toEqual([name, type, 1]);
    return { id: all[0]?.[0] ?? '', properties: all[0]?.[1] };
  };
  const ruleOf = (name: string) => within(name, 'AWS::Events::Rule').properties;
  beforeAll(() => {
    ({ targets: api } = synthesize({ ...context(), alarmEmail }));
  });

  test('have a rule each on that bus, for all types or those of its list, and always for erasures', () => {
    const source = ['conversation-attributes'];
    for (const name of Object.keys(targets)) expect(ruleOf(name).EventBusName).toBe('conversation-attributes');
    expect(ruleOf('lake').EventPattern).toEqual({ source });
    expect(ruleOf('other').EventPattern).toEqual({
      source,
      'detail-type': ['participant.joined.v1', 'conversation.erased.v1'],
    });
    expect(ruleOf('program').EventPattern['detail-type']).toEqual(targets.program.types);
  });

  test('get the event alone, are tried for a day, and leave what they did not take in a queue of their own', () => {
    for (const name of Object.keys(targets)) {
      const { id } = within(name, 'AWS::SQS::Queue', 'DeadLetters');
      const { Targets } = ruleOf(name);
      expect(Targets).toEqual([
        expect.objectContaining({
          InputPath: '$.detail',
          DeadLetterConfig: { Arn: arnOf(id) },
          RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
        }),
      ]);
      const policies = Object.values(propertiesOf(api, 'AWS::SQS::QueuePolicy'));
      const [{ PolicyDocument } = { PolicyDocument: { Statement: [] } }] = policies.filter(
        ({ Queues: [queue] }) => queue.Ref === id,
      );
      const allowed = PolicyDocument.Statement.filter(({ Effect }: { Effect: string }) => Effect === 'Allow');
      expect([name, allowed]).toEqual([
        name,
        [
          expect.objectContaining({
            Action: 'sqs:SendMessage',
            Principal: { Service: 'events.amazonaws.com' },
            Condition: { ArnEquals: { 'aws:SourceArn': arnOf(within(name, 'AWS::Events::Rule').id) } },
          }),
        ],
      ]);
    }
  });

  test('have no secret in the templates: their ARNs, and where CloudFormation finds the values', () => {
    expect(within('keyed', 'AWS::Events::Connection').properties).toMatchObject({
      AuthorizationType: 'API_KEY',
      AuthParameters: {
        ApiKeyAuthParameters: {
          ApiKeyName: 'X-Api-Key',
          ApiKeyValue: `{{resolve:secretsmanager:${secretOf('keyed')}:SecretString:::}}`,
        },
      },
    });
    expect(within('oauth', 'AWS::Events::Connection').properties.AuthParameters.OAuthParameters).toMatchObject({
      AuthorizationEndpoint: 'https://login.example.com/token',
      ClientParameters: {
        ClientID: `{{resolve:secretsmanager:${secretOf('oauth')}:SecretString:clientId::}}`,
        ClientSecret: `{{resolve:secretsmanager:${secretOf('oauth')}:SecretString:clientSecret::}}`,
      },
      OAuthHttpParameters: {
        BodyParameters: [
          { Key: 'grant_type', Value: 'client_credentials', IsValueSecret: false },
          { Key: 'scope', Value: 'events', IsValueSecret: false },
        ],
      },
    });
    for (const name of ['keyed', 'oauth']) {
      expect(within(name, 'AWS::Events::ApiDestination').properties).toMatchObject({
        HttpMethod: 'POST',
        InvocationEndpoint: url,
      });
    }
  });

  test('that sign have a function that reads their queues and secrets, and nothing else', () => {
    const queues = ['signed', 'other'].map((name) => within(name, 'AWS::SQS::Queue', 'Queue').id);
    const consume = ['ChangeMessageVisibility', 'DeleteMessage', 'GetQueueAttributes', 'GetQueueUrl', 'ReceiveMessage'];
    expect(allowedTo(api, 'post-events')).toEqual(
      [
        ...mayLog(api, 'post-events'),
        ...['signed', 'other'].map((name) => `Allow secretsmanager:GetSecretValue on ${secretOf(name)}`),
        ...queues.flatMap((id) => consume.map((action) => `Allow sqs:${action} on ${JSON.stringify(arnOf(id))}`)),
      ].sort(),
    );
    const { EVENT_WEBHOOKS } = functionOf(api, 'post-events').Environment.Variables;
    const text = EVENT_WEBHOOKS['Fn::Join'][1]
      .map((part: unknown) => (typeof part === 'string' ? part : 'ARN'))
      .join('');
    expect(JSON.parse(text)).toEqual(
      (['signed', 'other'] as const).map((name) => {
        return { name, queueArn: 'ARN', url, secretArn: targets[name].secretArn };
      }),
    );
  });

  test('that sign are tried for a day, by few runs at once, and only what was not sent comes again', () => {
    const { id, properties } = within('signed', 'AWS::SQS::Queue', 'Queue');
    const { maxReceiveCount, deadLetterTargetArn } = properties.RedrivePolicy;
    expect(maxReceiveCount * properties.VisibilityTimeout).toBe(86_400);
    expect(deadLetterTargetArn).toEqual(arnOf(within('signed', 'AWS::SQS::Queue', 'DeadLetters').id));
    expect(functionOf(api, 'post-events').Timeout).toBeLessThan(properties.VisibilityTimeout);
    const mappings = Object.values(propertiesOf(api, 'AWS::Lambda::EventSourceMapping'));
    expect(mappings).toContainEqual(
      expect.objectContaining({
        EventSourceArn: arnOf(id),
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        ScalingConfig: { MaximumConcurrency: 10 },
      }),
    );
  });

  test('that are programs have a queue, whose address the stack tells', () => {
    const { id } = within('program', 'AWS::SQS::Queue', 'Queue');
    expect(ruleOf('program').Targets[0].Arn).toEqual(arnOf(id));
    expect(api.findOutputs('programQueueUrl').programQueueUrl?.Value).toEqual({ Ref: id });
  });

  test('that are files are a line for each event, in folders by day and type, and are gone after their days', () => {
    const { id, properties: bucket } = within('lake', 'AWS::S3::Bucket');
    expect(bucket).toMatchObject({
      LifecycleConfiguration: { Rules: [{ ExpirationInDays: 365, Status: 'Enabled' }] },
      PublicAccessBlockConfiguration: { BlockPublicAcls: true, RestrictPublicBuckets: true },
    });
    expect(api.toJSON().Resources[id].DeletionPolicy).toBe('Retain');
    const { properties: stream } = within('lake', 'AWS::KinesisFirehose::DeliveryStream');
    const { ExtendedS3DestinationConfiguration: files } = stream;
    expect(files).toMatchObject({
      CompressionFormat: 'GZIP',
      Prefix: 'events/date=!{partitionKeyFromQuery:date}/type=!{partitionKeyFromQuery:type}/',
      DynamicPartitioningConfiguration: { Enabled: true },
    });
    const query = '{"date":.time[0:10],"type":.type}';
    expect(JSON.stringify(files.ProcessingConfiguration.Processors)).toContain(JSON.stringify(query).slice(1, -1));
    const [{ PolicyDocument }] = within('lake', 'AWS::IAM::Role', 'Writer').properties.Policies;
    const may = PolicyDocument.Statement.flatMap(({ Action }: { Action: string | string[] }) => Action);
    expect(may.sort()).toEqual([
      'logs:PutLogEvents',
      's3:AbortMultipartUpload',
      's3:GetBucketLocation',
      's3:GetObject',
      's3:ListBucket',
      's3:ListBucketMultipartUploads',
      's3:PutObject',
    ]);
    const attached = Object.values(propertiesOf(api, 'AWS::IAM::Policy')).map((policy) => JSON.stringify(policy));
    expect(attached.filter((policy) => policy.includes('Writer'))).toEqual([]);
    expect(api.findOutputs('lakeBucketName').lakeBucketName?.Value).toEqual({ Ref: id });
  });

  test('are encrypted, all of them, and closed to what is not', () => {
    const queues = Object.entries(propertiesOf(api, 'AWS::SQS::Queue'));
    const policies = Object.values(propertiesOf(api, 'AWS::SQS::QueuePolicy'));
    expect(queues).toHaveLength(6 + 3);
    for (const [id, queue] of queues) {
      expect([id, queue.SqsManagedSseEnabled]).toEqual([id, true]);
      const policy = policies.find(({ Queues: [{ Ref }] }) => Ref === id);
      expect(JSON.stringify(policy)).toContain('"aws:SecureTransport":"false"');
    }
    expect(within('lake', 'AWS::S3::Bucket').properties.BucketEncryption).toBeDefined();
    const { properties: stream } = within('lake', 'AWS::KinesisFirehose::DeliveryStream');
    expect(stream.DeliveryStreamEncryptionConfigurationInput).toEqual({ KeyType: 'AWS_OWNED_CMK' });
  });

  test('have alarms on all dead letters, and on what waits', () => {
    const alarms = Object.values(propertiesOf(api, 'AWS::CloudWatch::Alarm'));
    const queuesOf = (name: string) => {
      const { Metrics } = alarms.find(({ AlarmName }) => AlarmName === `conversation-attributes-${name}`);
      return Metrics.flatMap(({ MetricStat }: { MetricStat?: { Metric: { Dimensions: { Value: object }[] } } }) =>
        MetricStat ? JSON.stringify(MetricStat.Metric.Dimensions[0]?.Value) : [],
      ).sort();
    };
    const nameOf = (name: string, part: string) =>
      JSON.stringify({ 'Fn::GetAtt': [within(name, 'AWS::SQS::Queue', part).id, 'QueueName'] });
    expect(queuesOf('event-targets-failed')).toEqual(
      Object.keys(targets)
        .map((name) => nameOf(name, 'DeadLetters'))
        .sort(),
    );
    expect(queuesOf('event-targets-late')).toEqual(
      [
        ...['signed', 'other', 'program'].map((name) => nameOf(name, 'Queue')),
        JSON.stringify({ Ref: within('lake', 'AWS::KinesisFirehose::DeliveryStream').id }),
      ].sort(),
    );
  });
});

test('are in a stack of their own, with alarms, and leave that of the API as it is without them', () => {
  const { data, api, targets: own } = synthesize({ ...context(), alarmEmail });
  const without = synthesize({ events: true, alarmEmail });
  expect([data.toJSON(), api.toJSON()]).toEqual([without.data.toJSON(), without.api.toJSON()]);
  for (const alarm of Object.values(propertiesOf(own, 'AWS::CloudWatch::Alarm'))) {
    expect(alarm.AlarmActions).toHaveLength(1);
  }
});

test('without a webhook that signs there is no function for them', () => {
  const { targets: api } = synthesize(everything);
  expect(functionOf(api, 'post-events')).toBeUndefined();
});

const webhook = targets.signed;
const broken: readonly (readonly [object, string])[] = [
  [{}, '"eventTargets" is {}, but must be a JSON object of 1 to 10 targets'],
  [{ '1st': { to: 'queue' } }, 'names "1st", but a name must be 1 to 40 letters and digits, a letter first'],
  [{ one: { to: 'kafka' } }, '"eventTargets.one.to" is "kafka", but must be an object with "to": webhook'],
  [{ one: { to: 'queue', size: 1 } }, '"eventTargets.one.size" is 1, but must be left out: there are to and types'],
  [
    { one: { to: 'queue', types: ['attributes.changed'] } },
    'is "attributes.changed", but must be a list of types of events',
  ],
  [{ one: { to: 'queue', types: [] } }, 'but must be a list of types of events'],
  [
    { one: { ...webhook, url: 'http://crm.example.com' } },
    '"eventTargets.one.url" is "http://crm.example.com", but must be an https URL',
  ],
  [{ one: { to: 'webhook', url } }, '"eventTargets.one.secretArn" is undefined, but must be given'],
  [
    { one: { ...webhook, secretArn: 'hook' } },
    '"eventTargets.one.secretArn" is "hook", but must be the whole ARN of a secret',
  ],
  [
    { one: { ...targets.keyed, header: 'X Key' } },
    '"eventTargets.one.header" is "X Key", but must be the name of a header',
  ],
  [
    { one: { to: 's3', days: 0 } },
    '"eventTargets.one.days" is 0, but must be days for which files are kept, 1 to 3650',
  ],
];
test.each(broken)('the targets %j are refused', (eventTargets, message) => {
  expect(() => synthesize(context(eventTargets))).toThrow(message);
});

test('targets without events are refused', () => {
  expect(() => synthesize({ eventTargets: targets })).toThrow('but there are no events: give "events": true');
});

test('the page on events has a context with each kind of target, which a deployment takes', () => {
  const shown = JSON.parse(`{${takeBlock('docs/events.md', '"eventTargets"')}}`);
  const { targets: api } = synthesize({ events: true, ...shown });
  const kinds = Object.values(shown.eventTargets as Record<string, { to: string }>).map(({ to }) => to);
  expect(kinds.sort()).toEqual(['queue', 's3', 'webhook', 'webhook-with-key', 'webhook-with-oauth']);
  expect(Object.keys(propertiesOf(api, 'AWS::Events::Connection'))).toHaveLength(2);
});
