import type { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { limits } from '#domain/limits.ts';
import { tables } from '#tables';
import { read, section } from '../docs/markdown.ts';
import { propertiesOf, synthesize } from './synthesize.ts';
import { everything, variants } from './variants.ts';

const figures = variants['a topic for alarms, and figures'];

interface Metric {
  readonly Namespace: string;
  readonly MetricName: string;
  readonly Dimensions?: readonly { readonly Name: string; readonly Value: unknown }[];
}
interface AlarmProperties extends Metric {
  readonly AlarmName: string;
  readonly Metrics?: readonly { readonly MetricStat?: { readonly Metric: Metric } }[];
}

const alarmsOf = (template: Template): readonly AlarmProperties[] =>
  Object.values(propertiesOf(template, 'AWS::CloudWatch::Alarm'));
const metricsOf = (alarm: AlarmProperties): readonly Metric[] =>
  alarm.Metrics?.flatMap(({ MetricStat }) => MetricStat?.Metric ?? []) ?? [alarm];

describe('the alarms', () => {
  let api: Template;
  let alarms: readonly AlarmProperties[];
  const named = (name: string) => alarms.find(({ AlarmName }) => AlarmName === `conversation-attributes-${name}`);
  /** The handler of the function that a metric is about. */
  const handlerOf = ({ Dimensions = [] }: Metric) => {
    const [{ Value } = { Value: {} }] = Dimensions.filter(({ Name }) => Name === 'FunctionName');
    const { Ref = '' } = Value as { Ref?: string };
    return propertiesOf(api, 'AWS::Lambda::Function')[Ref]?.Handler;
  };

  beforeAll(() => {
    ({ api } = synthesize());
    alarms = alarmsOf(api);
  });

  test('each have a chapter in the runbook, and no other has one there', () => {
    const { api: withAll, targets } = synthesize(everything);
    const all = [...alarmsOf(withAll), ...alarmsOf(targets)];
    const chapters = [...section(read('docs/runbook.md'), 'Alarms').matchAll(/^### (.+)$/gm)].map(
      ([, name = '']) => name,
    );
    expect(chapters.map((name) => `conversation-attributes-${name}`).sort()).toEqual(
      all.map(({ AlarmName }) => AlarmName).sort(),
    );
    for (const { AlarmName, ...properties } of all) {
      const name = AlarmName.replace('conversation-attributes-', '');
      expect(properties).toMatchObject({ AlarmDescription: expect.stringContaining(`docs/runbook.md, "${name}"`) });
    }
  });

  test('are those of the functions that they name', () => {
    for (const name of ['sweeper-failed', 'sweeper-not-run']) {
      const [metric] = metricsOf(named(name) ?? { AlarmName: '', Namespace: '', MetricName: '' });
      expect(metric && handlerOf(metric)).toBe('sweep.handler');
    }
  });

  test('look at what the functions log, in the namespace and under the dimensions that they log it', async () => {
    const own = alarms.flatMap(metricsOf).filter(({ Namespace }) => Namespace === 'ConversationAttributes');
    const looked = own.map(({ MetricName, Dimensions = [] }) => [
      MetricName,
      ...Dimensions.map(({ Name, Value }) => `${Name}=${Value}`),
    ]);
    const filters = Object.values(propertiesOf(api, 'AWS::Logs::MetricFilter'));
    const counted = filters.flatMap(({ MetricTransformations: [made] }) => [[made.MetricName]]);
    expect(looked.sort()).toEqual(
      [
        ['overdueSeconds', 'operation=sweep'],
        ['failed', 'operation=sweep'],
        ['failures', 'operation=pre-token'],
        ['keyServiceFailures'],
        ...counted,
      ].sort(),
    );
    // That the functions log these, test/life/sweep, test/pre-token and test/secured-api/kms-outages show.
    const { formatMetrics } = await import('#http/wiring/log.ts');
    const { _aws } = formatMetrics({ failed: 'Count' }, { keyServiceFailures: 'Count' });
    expect(_aws).toMatchObject({
      CloudWatchMetrics: [
        { Namespace: 'ConversationAttributes', Dimensions: [['operation']], Metrics: [{ Name: 'failed' }] },
        { Namespace: 'ConversationAttributes', Dimensions: [[]], Metrics: [{ Name: 'keyServiceFailures' }] },
      ],
    });
  });

  test('of another deployment in the account look at its own metrics, where its functions log them', async () => {
    const { data, api: trial } = synthesize(variants['another name']);
    const namespaces = alarmsOf(trial)
      .flatMap(metricsOf)
      .map(({ Namespace }) => Namespace);
    expect(namespaces).toContain('ConversationAttributes/trial');
    expect(namespaces).not.toContain('ConversationAttributes');
    for (const template of [data, trial]) {
      const functions = Object.values(propertiesOf(template, 'AWS::Lambda::Function')).filter(
        ({ Environment }) => Environment,
      );
      expect(functions.length).toBeGreaterThan(0);
      for (const { Environment } of functions) {
        expect(Environment.Variables.METRICS_NAMESPACE).toBe('ConversationAttributes/trial');
      }
    }
    vi.stubEnv('METRICS_NAMESPACE', 'ConversationAttributes/trial');
    const { formatMetrics } = await import('#http/wiring/log.ts');
    expect(JSON.stringify(formatMetrics({ failed: 'Count' }))).toContain('"Namespace":"ConversationAttributes/trial"');
  });

  test('count 429 of the gateway and of Lambda in the access log', () => {
    const filters = Object.values(propertiesOf(api, 'AWS::Logs::MetricFilter'));
    const [stage] = Object.values(propertiesOf(api, 'AWS::ApiGatewayV2::Stage'));
    const [log] = stage.AccessLogSettings.DestinationArn['Fn::GetAtt'];
    const fields = JSON.parse(stage.AccessLogSettings.Format);
    expect(filters.map(({ FilterPattern }) => FilterPattern).sort()).toEqual([
      '{ $.integrationStatus = "429" }',
      '{ $.status = "429" }',
    ]);
    expect(fields).toMatchObject({ status: '$context.status', integrationStatus: '$context.integrationStatus' });
    for (const { LogGroupName } of filters) expect(LogGroupName).toEqual({ Ref: log });
  });

  test('look at the table of conversations and each of its indexes, of which those of values have one of their own: no alarm looks at more than ten metrics', () => {
    const indexes = Object.keys(tables.conversations.indexes);
    const ofValues = indexes.filter((index) => index.startsWith('value'));
    const others = [undefined, ...indexes.filter((index) => !ofValues.includes(index))];
    const watched = {
      'store-reads-throttled': others,
      'store-writes-throttled': others,
      'write-units': others,
      'values-throttled': ofValues,
    };
    expect(ofValues).toHaveLength(limits.searchableNames);
    for (const [name, places] of Object.entries(watched)) {
      const metrics = metricsOf(named(name) ?? { AlarmName: '', Namespace: '', MetricName: '' });
      const looked = metrics.map(({ Dimensions = [] }) => Dimensions.find(({ Name }) => /Index/.test(Name))?.Value);
      expect(new Set(looked)).toEqual(new Set(places));
      expect(metrics.length).toBeLessThanOrEqual(10);
    }
  });

  test('hold the costs to the write units that the context says', () => {
    const { api: dear } = synthesize(figures);
    const thresholds = (template: Template) =>
      Object.values(propertiesOf(template, 'AWS::CloudWatch::Alarm'))
        .filter(({ AlarmName }) => /write-units/.test(AlarmName))
        .map(({ Threshold }) => Threshold);
    expect([thresholds(api), thresholds(dear)]).toEqual([[1_000_000], [5_000]]);
  });

  test('are not raised by silence, but the one that the sweeper is not run', () => {
    const missing = Object.values(propertiesOf(api, 'AWS::CloudWatch::Alarm')).map(
      ({ AlarmName, TreatMissingData }) => [AlarmName, TreatMissingData],
    );
    const breaching = missing.filter(([, treatment]) => treatment !== 'notBreaching');
    expect(breaching).toEqual([['conversation-attributes-sweeper-not-run', 'breaching']]);
  });

  test('of what Amazon Connect, state machines and AI agents start are there only with these', async () => {
    const own = ['integrations-failed', 'connect-flows-failed', 'events-dropped'].map(
      (name) => `conversation-attributes-${name}`,
    );
    const namesOf = (template: Template) => alarmsOf(template).map(({ AlarmName }) => AlarmName);
    expect(namesOf(api).filter((name) => own.includes(name))).toEqual([]);
    expect(namesOf(synthesize(variants['AI agents']).api)).toContain(own[0]);
    expect(namesOf(synthesize(variants['AI agents']).api)).not.toContain(own[1]);
    ({ api } = synthesize(everything));
    alarms = alarmsOf(api);
    const handlersOf = (name: string) =>
      alarms
        .filter(({ AlarmName }) => AlarmName === `conversation-attributes-${name}`)
        .flatMap(metricsOf)
        .map((metric) => [metric.MetricName, handlerOf(metric)]);
    expect(handlersOf('connect-flows-failed')).toEqual([['Errors', 'run-connect-action.handler']]);
    expect(handlersOf('events-dropped')).toEqual([
      ['AsyncEventsDropped', 'follow-contact.handler'],
      ['AsyncEventsDropped', 'flush-ended-flow.handler'],
    ]);
    // The most that an alarm takes.
    const throttled = handlersOf('functions-throttled');
    expect(throttled.length).toBeLessThanOrEqual(10);
    expect(throttled).toEqual(expect.arrayContaining([['Throttles', 'set-conversation-data.handler']]));
    ({ api } = synthesize());
    alarms = alarmsOf(api);
  });

  test('of the function that Cognito starts are there only with Cognito', () => {
    const names = alarmsOf(synthesize(variants['a given issuer']).api).map(({ AlarmName }) => AlarmName);
    expect(names).toHaveLength(alarms.length - 1);
    expect(names).not.toContain('conversation-attributes-pre-token-failed');
  });
});

describe('who is told of alarms', () => {
  const actionsOf = (template: Template) =>
    new Set(
      Object.values(propertiesOf(template, 'AWS::CloudWatch::Alarm')).map(({ AlarmActions, OKActions }) =>
        JSON.stringify([AlarmActions, OKActions]),
      ),
    );

  test('is nothing unless the context says', () => {
    const { data, api } = synthesize();
    expect(actionsOf(api)).toEqual(new Set([JSON.stringify([undefined, undefined])]));
    data.resourceCountIs('AWS::SNS::Topic', 0);
  });

  test('is a topic that is there, of every alarm and of its end', () => {
    const { data, api } = synthesize(figures);
    const topicArn = figures.alarmTopicArn;
    expect(actionsOf(api)).toEqual(new Set([JSON.stringify([[topicArn], [topicArn]])]));
    data.resourceCountIs('AWS::SNS::Topic', 0);
  });

  test('is an e-mail address, by a topic that stays when the API is made again, and that CloudWatch may publish to', () => {
    const { data, api } = synthesize(variants['a domain in a zone, alarms by e-mail']);
    const [topic = ''] = Object.keys(propertiesOf(data, 'AWS::SNS::Topic'));
    data.hasResourceProperties('AWS::SNS::Subscription', {
      Protocol: 'email',
      Endpoint: 'operators@example.com',
      TopicArn: { Ref: topic },
    });
    const [policy] = Object.values(propertiesOf(data, 'AWS::SNS::TopicPolicy'));
    expect(policy.PolicyDocument.Statement).toContainEqual({
      Sid: expect.anything(),
      Effect: 'Allow',
      Principal: { Service: 'cloudwatch.amazonaws.com' },
      Action: 'sns:Publish',
      Resource: { Ref: topic },
      Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
    });
    const [actions] = actionsOf(api);
    expect(actions).toContain('Fn::GetStackOutput');
  });
});

describe('the saved queries', () => {
  test('ask the logs of every function, or the access log', () => {
    const { data, api } = synthesize();
    const [stage] = Object.values(propertiesOf(api, 'AWS::ApiGatewayV2::Stage'));
    const [access] = stage.AccessLogSettings.DestinationArn['Fn::GetAtt'];
    const ofFunctions = Object.values(propertiesOf(api, 'AWS::Lambda::Function')).map(
      ({ LoggingConfig }) => LoggingConfig.LogGroup,
    );
    const queries = Object.values(propertiesOf(api, 'AWS::Logs::QueryDefinition'));
    expect(queries.length).toBeGreaterThan(5);
    data.resourceCountIs('AWS::Logs::QueryDefinition', 0);
    for (const { LogGroupNames, Name } of queries) {
      expect(Name).toMatch(/^conversation-attributes\//);
      if (LogGroupNames.length === 1) expect(LogGroupNames).toEqual([{ Ref: access }]);
      else expect(LogGroupNames).toEqual(expect.arrayContaining(ofFunctions));
      // The most that a query takes.
      expect(LogGroupNames.length).toBeLessThanOrEqual(50);
    }
  });

  test('ask for fields that are logged', async () => {
    const { savedQueries } = await import('../../lib/watch/queries.ts');
    const sources = ['lambdas/http/chain/observe.ts', 'lambdas/sweep.ts', 'lambdas/http/wiring/log-ids.ts']
      .map(read)
      .join('\n');
    for (const { name, of, lines } of savedQueries.filter((one) => one.of === 'functions')) {
      const asked =
        lines
          .join(' ')
          .replace(/"[^"]*"/g, '')
          .replace(/ as \w+/g, '')
          .match(/\b[a-z]+(?:[A-Z]\w+)?\b(?!\()/g) ?? [];
      const words = [
        'filter',
        'stats',
        'sort',
        'fields',
        'by',
        'desc',
        'or',
        'and',
        'requests',
        'latest',
        'p',
        'timestamp',
        'message',
      ];
      const unknown = asked.filter((field) => !words.includes(field) && !sources.includes(field));
      expect([name, of, unknown]).toEqual([name, of, []]);
    }
  });
});

test('the API stack stays under the 500 resources with every option of the context, too', () => {
  const { api } = synthesize(everything);
  expect(Object.keys(api.toJSON().Resources).length).toBeLessThan(500);
});

test('the API stack stays under the 500 resources that CloudFormation takes', () => {
  const { api } = synthesize(variants['a domain and origins']);
  expect(Object.keys(api.toJSON().Resources).length).toBeLessThan(450);
});
