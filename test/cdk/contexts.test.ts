import { expect, test } from 'vitest';
import { takeBlock } from '../docs/markdown.ts';
import { propertiesOf, synthesize } from './synthesize.ts';

/** The lines under `context` of cdk.json that a block has. */
const read = (block: string) => JSON.parse(`{${block}}`);

test('the page on deploying has clients that a deployment makes, with their scopes', () => {
  const context = read(takeBlock('docs/deploying.md', '"clients"'));
  const { data } = synthesize(context);
  const clients = Object.values(propertiesOf(data, 'AWS::Cognito::UserPoolClient'));
  const scopes = Object.fromEntries(
    clients.map(({ ClientName, AllowedOAuthScopes }) => [ClientName, AllowedOAuthScopes.length]),
  );
  const listed = Object.entries(context.clients as Readonly<Record<string, { readonly scopes: string | string[] }>>);
  expect(Object.keys(scopes).sort()).toEqual(listed.map(([name]) => name).sort());
  for (const [name, { scopes: own }] of listed) {
    if (own !== '*') expect([name, scopes[name]]).toEqual([name, own.length]);
  }
});

test('it has limits of one operation that a deployment takes', () => {
  const context = read(takeBlock('docs/deploying.md', '"routeLimits"'));
  const { api } = synthesize(context);
  const [stage] = Object.values(propertiesOf(api, 'AWS::ApiGatewayV2::Stage'));
  expect(stage.RouteSettings['GET /api/v2/reports/contact-log']).toEqual({
    ThrottlingRateLimit: 5,
    ThrottlingBurstLimit: 10,
  });
  const functions = Object.values(propertiesOf(api, 'AWS::Lambda::Function'));
  expect(functions.filter(({ ReservedConcurrentExecutions: runs }) => runs === 5)).toHaveLength(1);
});

test('the page on AI agents has a context with which a deployment serves them', () => {
  const command = takeBlock('docs/flows/ai-agents.md', 'npx cdk deploy --all');
  const [, key = '', value] = / -c (\w+)=(\S+)$/.exec(command) ?? [];
  const { api } = synthesize({ [key]: value });
  const routes = Object.values(propertiesOf(api, 'AWS::ApiGatewayV2::Route'));
  expect(routes.map(({ RouteKey }) => RouteKey)).toEqual(expect.arrayContaining(['POST /mcp']));
});
