import type { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, expect, test } from 'vitest';
import { triggers } from '#contract/triggers/triggers.ts';
import { allowedTo, functionOf, mayLog, mayUseKey, mayUseTables } from './permissions.ts';
import { propertiesOf, synthesize } from './synthesize.ts';
import { variants } from './variants.ts';

const connectInstanceArn = variants['an instance of Amazon Connect'].connectInstanceArn;
let api: Template;
beforeAll(() => {
  ({ api } = synthesize({ connectInstanceArn, stepFunctions: true, mcp: true }));
});
const idOf = (name: string) =>
  Object.entries(propertiesOf(api, 'AWS::Lambda::Function')).find(
    ([, { Handler }]) => Handler === `${name}.handler`,
  )?.[0];
const permissionsOf = (name: string) =>
  Object.values(propertiesOf(api, 'AWS::Lambda::Permission')).filter(
    ({ FunctionName }) => FunctionName['Fn::GetAtt'][0] === idOf(name),
  );

test('without an instance nothing of Amazon Connect is deployed', () => {
  const { api: without } = synthesize();
  for (const { operation } of triggers) expect(functionOf(without, operation)).toBeUndefined();
  expect(JSON.stringify(without.toJSON())).not.toMatch(/connect\.amazonaws|AWS::Connect/);
});

test.each(triggers.filter(({ folder }) => !['events', 'changes'].includes(folder)))(
  '$operation may do what the operations that it runs may do, log, and nothing else',
  (trigger) => {
    const { operation, timeoutSeconds } = trigger;
    const expected = [...mayLog(api, operation), ...mayUseTables(operation), ...mayUseKey(operation)];
    expect(allowedTo(api, operation)).toEqual(expected.sort());
    expect(functionOf(api, operation)).toMatchObject({ Timeout: timeoutSeconds, Runtime: 'nodejs24.x' });
  },
);

test('the function of flows has ended before Amazon Connect stops waiting, and uses the key; the other never does', () => {
  expect(functionOf(api, 'run-connect-action').Timeout).toBeLessThanOrEqual(8);
  expect(allowedTo(api, 'run-connect-action').join()).toContain('kms:Decrypt');
  expect(allowedTo(api, 'follow-contact').join()).not.toContain('kms:');
});

test('the flows of this instance, and nobody else, may invoke the function, and find it in their list', () => {
  expect(permissionsOf('run-connect-action')).toEqual([
    {
      Action: 'lambda:InvokeFunction',
      FunctionName: { 'Fn::GetAtt': [idOf('run-connect-action'), 'Arn'] },
      Principal: 'connect.amazonaws.com',
      SourceArn: connectInstanceArn,
      SourceAccount: { Ref: 'AWS::AccountId' },
    },
  ]);
  api.hasResourceProperties('AWS::Connect::IntegrationAssociation', {
    InstanceId: connectInstanceArn,
    IntegrationType: 'LAMBDA_FUNCTION',
    IntegrationArn: { 'Fn::GetAtt': [idOf('run-connect-action'), 'Arn'] },
  });
});

test('the events of its contacts that say something of a conversation start the other, and are delivered again', () => {
  api.hasResourceProperties('AWS::Events::Rule', {
    EventPattern: {
      source: ['aws.connect'],
      'detail-type': ['Amazon Connect Contact Event'],
      detail: {
        instanceArn: [connectInstanceArn],
        eventType: ['INITIATED', 'CONNECTED_TO_AGENT', 'DISCONNECTED', 'COMPLETED'],
      },
    },
    Targets: [{ RetryPolicy: { MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: 3_600 } }],
  });
  expect(permissionsOf('follow-contact')).toMatchObject([{ Principal: 'events.amazonaws.com' }]);
});
