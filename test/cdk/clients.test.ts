import type { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, test } from 'vitest';
import { scopes } from '#contract/operations.ts';
import { allowedTo, mayLog } from './permissions.ts';
import { functionsOf, outputOf, propertiesOf, synthesize } from './synthesize.ts';

const clients = {
  flows: { scopes: ['flow:read', 'flow:write'], queues: '' },
  reports: { scopes: ['report:read', 'secured:read:card%20number'], queues: 'sales "gold"' },
  all: { scopes: '*', queues: '*' },
};

/** What a deployment asks DynamoDB for, with names in the place of references. */
function rowsOf(data: Template, event: 'Create' | 'Update' | 'Delete') {
  const made = propertiesOf(data, 'AWS::Cognito::UserPoolClient');
  const named = ({ Ref = '' }: { Ref?: string }) => made[Ref]?.ClientName ?? 'settings';
  return Object.values(propertiesOf(data, 'Custom::ClientQueues')).map((row) => {
    const [, parts] = row[event]['Fn::Join'];
    return JSON.parse(parts.map((part: string | object) => (typeof part === 'string' ? part : named(part))).join(''));
  });
}

describe('the clients of the context', () => {
  let data: Template;
  let api: Template;
  /** Name, logical id and scopes of each client of the pool. */
  let made: { name: string; id: string; scopes: string[] }[];
  beforeAll(() => {
    ({ data, api } = synthesize({ clients }));
    const all = Object.entries(propertiesOf(data, 'AWS::Cognito::UserPoolClient'));
    made = all.map(([id, { ClientName, AllowedOAuthScopes }]) => ({
      name: ClientName,
      id,
      scopes: AllowedOAuthScopes.map((scope: object) => JSON.stringify(scope).replace(/^.*"\/(.*)".*$/, '$1')),
    }));
  });
  const idOf = (name: string) => made.find((client) => client.name === name)?.id ?? '';

  test('are there, and no others', () => {
    expect(made.map(({ name }) => name).sort()).toEqual(Object.keys(clients).sort());
  });

  test('get exactly their scopes', () => {
    const of = (name: string) => made.find((client) => client.name === name)?.scopes;
    expect(of('flows')).toEqual(clients.flows.scopes);
    expect(of('reports')).toEqual(clients.reports.scopes);
    const [server] = Object.values(propertiesOf(data, 'AWS::Cognito::UserPoolResourceServer'));
    expect(of('all')).toEqual(scopes);
    const known = server.Scopes.map(({ ScopeName }: { ScopeName: string }) => ScopeName);
    expect(known).toEqual([...scopes, 'secured:read:card%20number']);
  });

  test('take client credentials only, and have a secret', () => {
    data.allResourcesProperties('AWS::Cognito::UserPoolClient', {
      GenerateSecret: true,
      AllowedOAuthFlows: ['client_credentials'],
      ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH'],
    });
  });

  test('are those whose tokens the gateway takes', () => {
    const [authorizer] = Object.values(propertiesOf(api, 'AWS::ApiGatewayV2::Authorizer'));
    expect(authorizer.JwtConfiguration.Audience).toEqual(
      Object.keys(clients).map((name) => outputOf(data, { Ref: idOf(name) })),
    );
  });

  test('are told with the commands that print their secrets', () => {
    for (const name of Object.keys(clients)) {
      data.hasOutput(`${name}ClientId`, { Value: { Ref: idOf(name) } });
      const [command] = Object.values(data.findOutputs(`${name}ClientSecretCommand`));
      expect(JSON.stringify(command?.Value)).toContain(`--client-id ",{"Ref":"${idOf(name)}"}`);
    }
  });

  test.each(['Create', 'Update'] as const)('have a row each with their call queues after %s', (event) => {
    const expected = Object.entries(clients).map(([name, { queues }]) => ({
      service: 'DynamoDB',
      action: 'PutItem',
      parameters: { TableName: 'settings', Item: { pk: { S: `client#${name}` }, queues: { S: queues } } },
      physicalResourceId: { id: name },
    }));
    expect(rowsOf(data, event)).toEqual(expected);
  });

  test('lose the row when they go', () => {
    const expected = Object.keys(clients).map((name) => ({
      service: 'DynamoDB',
      action: 'DeleteItem',
      parameters: { TableName: 'settings', Key: { pk: { S: `client#${name}` } } },
    }));
    expect(rowsOf(data, 'Delete')).toEqual(expected);
  });

  test('have rows that are written with what the runtime has, by one function that may write no others, and ask for the version of the key of ids', () => {
    const all = Object.values(propertiesOf(data, 'Custom::ClientQueues'));
    const writers = new Set(all.map(({ ServiceToken }) => ServiceToken['Fn::GetAtt'][0]));
    expect(all.every(({ InstallLatestAwsSdk }) => InstallLatestAwsSdk === false)).toBe(true);
    const ours = Object.keys(functionsOf(data));
    const others = Object.keys(propertiesOf(data, 'AWS::Lambda::Function')).filter((id) => !ours.includes(id));
    expect(others).toEqual([...writers]);
    const condition = '{"ForAllValues:StringLike":{"dynamodb:LeadingKeys":["client#*"]}}';
    const expected = [
      `Allow dynamodb:DeleteItem on settings if ${condition}`,
      `Allow dynamodb:PutItem on settings if ${condition}`,
      ...mayLog(data, 'index'),
      'Allow secretsmanager:GetSecretValue on {"Ref":"IdKeySecret9592DBD1"}',
    ];
    expect(allowedTo(data, 'index')).toEqual(expected);
  });
});

describe('the function that puts call queues into tokens', () => {
  let data: Template;
  let id: string | undefined;
  let pool: [string, { UserPoolTier: string; LambdaConfig: unknown }] | undefined;
  beforeAll(() => {
    ({ data } = synthesize());
    [id] = Object.entries(functionsOf(data)).find(([, { Handler }]) => Handler === 'pre-token.handler') ?? [];
    [pool] = Object.entries(propertiesOf(data, 'AWS::Cognito::UserPool'));
  });

  test('is started by Cognito with the event for client credentials, in a plan that has it', () => {
    expect(pool?.[1]).toMatchObject({
      UserPoolTier: 'ESSENTIALS',
      LambdaConfig: {
        PreTokenGenerationConfig: { LambdaArn: { 'Fn::GetAtt': [id, 'Arn'] }, LambdaVersion: 'V3_0' },
      },
    });
  });

  test('is started by the user pool and by nobody else', () => {
    const permissions = Object.values(propertiesOf(data, 'AWS::Lambda::Permission')).filter(
      ({ FunctionName }) => FunctionName['Fn::GetAtt'][0] === id,
    );
    expect(permissions).toEqual([
      {
        Action: 'lambda:InvokeFunction',
        FunctionName: { 'Fn::GetAtt': [id, 'Arn'] },
        Principal: 'cognito-idp.amazonaws.com',
        SourceArn: { 'Fn::GetAtt': [pool?.[0], 'Arn'] },
      },
    ]);
  });

  test('may read the settings and nothing else', () => {
    const expected = ['Allow dynamodb:GetItem on settings', ...mayLog(data, 'pre-token')];
    expect(allowedTo(data, 'pre-token')).toEqual(expected);
  });

  test('finds every call queue for the client that is there unless the context says otherwise', () => {
    expect(rowsOf(data, 'Create').map(({ parameters }) => parameters.Item)).toEqual([
      { pk: { S: 'client#default' }, queues: { S: '*' } },
    ]);
  });
});
