import { type App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { expect, test } from 'vitest';
import { deployInto, newApp } from './synthesize.ts';

const limit = { rate: 1, burst: 1 };
const given = { issuer: 'https://issuer.example/', audience: 'one', tokenUrl: 'https://issuer.example/token' };

const named = {
  domainName: 'facts.example.com',
  certificateArn: 'arn:aws:acm:eu-central-1:111122223333:certificate/1234abcd-12ab-34cd-56ef-1234567890ab',
  hostedZoneId: 'Z0123456789ABCDEFGHIJ',
  corsOrigins: 'https://desktop.example.com',
  alarmEmail: 'operators@example.com',
};

function violations(app: App): string[] {
  const reports = [new AwsSolutionsChecks(app), new ServerlessChecks(app)].map((pack) => pack.validateScope(app));
  return [...new Set(reports.flatMap((report) => report.violations.map(({ ruleName }) => ruleName)))].sort();
}

test.each([
  ['Cognito', {}],
  ['a given issuer', given],
  [
    'clients and limits of routes',
    { clients: { a: { scopes: '*', queues: '' } }, routeLimits: { 'get-openapi': limit } },
  ],
  ['a custom domain, CORS and alarms by e-mail', named],
])('with %s no rule of the two packs is broken', (_, context) => {
  const app = newApp(context);
  deployInto(app);
  expect(violations(app)).toEqual([]);
});

test('acknowledges no rule that would not be broken, and each with a reason', () => {
  const app = newApp();
  deployInto(app);
  const key = Validations.ACKNOWLEDGED_RULES_METADATA_KEY;
  const acknowledged: Record<string, string> = {};
  for (const { node } of app.node.findAll()) {
    for (const { type, data } of node.metadata) if (type === key) Object.assign(acknowledged, data);
    Object.defineProperty(node, 'metadata', { get: () => [] });
  }
  const rules = Object.keys(acknowledged).map((id) => id.replace(/^Annotation::/, ''));
  expect(rules.sort()).toEqual(violations(app));
  for (const reason of Object.values(acknowledged)) expect(reason.length).toBeGreaterThan(60);
});
