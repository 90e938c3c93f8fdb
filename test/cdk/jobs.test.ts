import { Match, type Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, test } from 'vitest';
import { jobs } from '#contract/jobs.ts';
import { allowedTo, functionOf, mayLog } from './permissions.ts';
import { propertiesOf, synthesize } from './synthesize.ts';

describe('the jobs', () => {
  let api: Template;
  let rules: ReturnType<typeof propertiesOf>;
  /** The logical id of the function of a job. */
  const idOf = (name: string) => {
    const functions = Object.entries(propertiesOf(api, 'AWS::Lambda::Function'));
    return functions.find(([, { Handler }]) => Handler === `${name}.handler`)?.[0];
  };
  const ruleOf = (name: string) =>
    Object.entries(rules).find(([, { Targets }]) => Targets[0].Arn['Fn::GetAtt'][0] === idOf(name));

  beforeAll(() => {
    ({ api } = synthesize());
    rules = propertiesOf(api, 'AWS::Events::Rule');
  });

  test('have a rule each, and nothing else has one', () => {
    expect(Object.keys(rules).sort()).toEqual(jobs.map(({ operation }) => ruleOf(operation)?.[0]).sort());
  });

  test('start as often as they must: the sweeper every minute', () => {
    const rates = jobs.map(({ operation }) => [operation, ruleOf(operation)?.[1].ScheduleExpression]);
    expect(Object.fromEntries(rates)).toEqual({ sweep: 'rate(1 minute)' });
  });

  test.each(jobs)('$operation is enabled', ({ operation }) => {
    expect(ruleOf(operation)?.[1]).toMatchObject({ State: 'ENABLED' });
  });

  test.each(jobs)('$operation has ended before it starts again', ({ operation, everyMinutes }) => {
    expect(functionOf(api, operation).Timeout).toBeLessThanOrEqual(everyMinutes * 60);
  });

  test.each(jobs)(
    '$operation has the memory that it says, and so its share of a processor',
    ({ operation, memoryMB }) => {
      expect(functionOf(api, operation).MemorySize).toBe(memoryMB);
    },
  );

  test.each(jobs)('$operation is tried once, and not late: the next run does the same', (job) => {
    const [, rule] = ruleOf(job.operation) ?? [];
    for (const { RetryPolicy } of rule.Targets) {
      expect(RetryPolicy).toEqual({ MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 });
    }
    api.hasResourceProperties('AWS::Lambda::EventInvokeConfig', {
      FunctionName: { Ref: idOf(job.operation) },
      MaximumRetryAttempts: 0,
      MaximumEventAgeInSeconds: 60,
      DestinationConfig: Match.absent(),
    });
  });

  test.each(jobs)('$operation is started $parts times, each time for another part', ({ operation, parts }) => {
    const inputs = ruleOf(operation)?.[1].Targets.map(({ Input }: { Input: string }) => JSON.parse(Input));
    expect(inputs).toEqual(Array.from({ length: parts }, (_, part) => ({ part, of: parts })));
  });

  test.each(jobs)('$operation is started by its rule and by nobody else', ({ operation }) => {
    const permissions = Object.values(propertiesOf(api, 'AWS::Lambda::Permission')).filter(
      ({ FunctionName }) => FunctionName['Fn::GetAtt'][0] === idOf(operation),
    );
    expect(permissions).toEqual([
      {
        Action: 'lambda:InvokeFunction',
        FunctionName: { 'Fn::GetAtt': [idOf(operation), 'Arn'] },
        Principal: 'events.amazonaws.com',
        SourceArn: { 'Fn::GetAtt': [ruleOf(operation)?.[0], 'Arn'] },
      },
    ]);
  });
});

test('the sweeper may find what is due and do it, remove data keys and read settings, and call no KMS', () => {
  const { api } = synthesize();
  const onConversations = ['DeleteItem', 'GetItem', 'PutItem', 'UpdateItem'];
  const expected = [
    ...onConversations.map((action) => `Allow dynamodb:${action} on conversations`),
    'Allow dynamodb:Query on conversations/index/due',
    'Allow dynamodb:PutItem on dataKeys',
    'Allow dynamodb:GetItem on settings',
    ...mayLog(api, 'sweep'),
  ];
  expect(allowedTo(api, 'sweep')).toEqual(expected.sort());
});
