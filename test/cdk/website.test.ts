import { Template } from 'aws-cdk-lib/assertions';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { expect, test } from 'vitest';
import { SiteStack } from '../../examples/website/site-stack.ts';
import { code, newApp, propertiesOf, statementsOf } from './synthesize.ts';

const secretArn = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:site-AbCdEf';

const app = newApp();
const stack = new SiteStack(app, 'site', {
  code: Code.fromAsset(code.bundles),
  apiUrl: 'https://api.example.com',
  channelId: 'shop',
  secretArn,
});
const template = Template.fromStack(stack);

test('the forwarder of a site may read the secret of its client and write its log, and nothing else', () => {
  expect(statementsOf(template)).toEqual([
    {
      Action: ['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue'],
      Effect: 'Allow',
      Resource: secretArn,
    },
    {
      Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      Effect: 'Allow',
      Resource: { 'Fn::GetAtt': [expect.stringContaining('Log'), 'Arn'] },
    },
  ]);
  for (const role of Object.values(propertiesOf(template, 'AWS::IAM::Role'))) {
    expect(role).not.toHaveProperty('ManagedPolicyArns');
  }
});

test('it knows the API, the channel and where the secret is, not the secret', () => {
  const [{ Environment }] = Object.values(propertiesOf(template, 'AWS::Lambda::Function')) as [
    { readonly Environment: object },
  ];
  expect(Environment).toEqual({
    Variables: { API_URL: 'https://api.example.com', CHANNEL_ID: 'shop', SECRET_ARN: secretArn, LOG_LEVEL: 'INFO' },
  });
});

test('the site of the example takes messages by POST alone, and limits how many', () => {
  template.hasResourceProperties('AWS::ApiGatewayV2::Route', { RouteKey: 'POST /messages' });
  template.resourceCountIs('AWS::ApiGatewayV2::Route', 1);
  template.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
    DefaultRouteSettings: { ThrottlingRateLimit: 20, ThrottlingBurstLimit: 40 },
  });
});

test('the forwarder breaks no rule of the two packs', () => {
  const reports = [new AwsSolutionsChecks(app), new ServerlessChecks(app)].map((pack) =>
    pack.validateScope(stack.node.findChild('Forwarder')),
  );
  expect(reports.flatMap(({ violations }) => violations.map(({ ruleName }) => ruleName))).toEqual([]);
});
