import { Match, type Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, test } from 'vitest';
import { listScopes } from '#contract/contract.ts';
import { operations } from '#contract/operations.ts';
import { functionsOf, outputOf, propertiesOf, synthesize } from './synthesize.ts';
import { variants } from './variants.ts';

const only = (template: Template, type: string) => {
  const all = Object.entries(propertiesOf(template, type));
  expect(all).toHaveLength(1);
  const [[id, properties] = ['', {}]] = all;
  return { id, properties };
};
const prefixes = (template: Template) =>
  Object.values(functionsOf(template)).map(({ Environment }) => Environment.Variables.SCOPE_PREFIX);

describe('the issuer that is made when none is given', () => {
  let data: Template;
  let api: Template;
  const scopes = listScopes(operations);
  beforeAll(() => {
    ({ data, api } = synthesize());
  });

  test('is a Cognito user pool that nobody signs up to, and whose tokens can take claims, for good', () => {
    data.hasResource('AWS::Cognito::UserPool', { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
    expect(only(data, 'AWS::Cognito::UserPool').properties).toMatchObject({
      DeletionProtection: 'ACTIVE',
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
      UserPoolTier: 'ESSENTIALS',
    });
  });

  test('knows every scope of the contract and no other', () => {
    const { properties } = only(data, 'AWS::Cognito::UserPoolResourceServer');
    expect(properties.Identifier).toBe('conversation-attributes');
    expect(properties.Scopes.map(({ ScopeName }: { ScopeName: string }) => ScopeName)).toEqual(scopes);
  });

  test('has one client unless told otherwise, which gets any of these scopes by client credentials and nothing otherwise', () => {
    const server = { Ref: only(data, 'AWS::Cognito::UserPoolResourceServer').id };
    expect(only(data, 'AWS::Cognito::UserPoolClient').properties).toMatchObject({
      ClientName: 'default',
      GenerateSecret: true,
      AllowedOAuthFlows: ['client_credentials'],
      AllowedOAuthScopes: scopes.map((scope) => ({ 'Fn::Join': ['', [server, `/${scope}`]] })),
      ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH'],
    });
  });

  test('has a domain of its own in each account, and for each name', () => {
    const domain = (template: Template) => only(template, 'AWS::Cognito::UserPoolDomain').properties.Domain;
    expect(domain(data)).toEqual({ 'Fn::Join': ['', ['conversation-attributes-tokens-', { Ref: 'AWS::AccountId' }]] });
    expect(domain(synthesize(variants['another name']).data)).toEqual({
      'Fn::Join': ['', ['trial-tokens-', { Ref: 'AWS::AccountId' }]],
    });
  });

  test('is the one whose tokens the gateway takes', () => {
    expect(only(api, 'AWS::ApiGatewayV2::Authorizer').properties).toMatchObject({
      AuthorizerType: 'JWT',
      IdentitySource: ['$request.header.Authorization'],
      JwtConfiguration: {
        Issuer: outputOf(data, { 'Fn::GetAtt': [only(data, 'AWS::Cognito::UserPool').id, 'ProviderURL'] }),
        Audience: [outputOf(data, { Ref: only(data, 'AWS::Cognito::UserPoolClient').id })],
      },
    });
  });

  test('is where POST /oauth/token leads', () => {
    const { id } = only(data, 'AWS::Cognito::UserPoolDomain');
    api.hasResourceProperties('AWS::ApiGatewayV2::Integration', {
      IntegrationType: 'HTTP_PROXY',
      IntegrationUri: {
        'Fn::Join': [
          '',
          [
            'https://',
            outputOf(data, { Ref: id }),
            '.auth.',
            { Ref: 'AWS::Region' },
            '.amazoncognito.com/oauth2/token',
          ],
        ],
      },
    });
  });

  test('puts the name of its resource server before scopes, as the handlers are told', () => {
    expect(new Set(prefixes(api))).toEqual(new Set(['conversation-attributes/']));
  });

  test('tells the token URL, the client and how to see the secret, but not the secret', () => {
    const client = { Ref: only(data, 'AWS::Cognito::UserPoolClient').id };
    api.hasOutput('TokenUrl', { Value: { 'Fn::Join': ['', [Match.anyValue(), '/oauth/token']] } });
    data.hasOutput('defaultClientId', { Value: client });
    const pool = { Ref: only(data, 'AWS::Cognito::UserPool').id };
    data.hasOutput('defaultClientSecretCommand', {
      Value: {
        'Fn::Join': [
          '',
          [
            'aws cognito-idp describe-user-pool-client --region ',
            { Ref: 'AWS::Region' },
            ' --user-pool-id ',
            pool,
            ' --client-id ',
            client,
            ' --query UserPoolClient.ClientSecret --output text',
          ],
        ],
      },
    });
  });

  test('is asked elsewhere for tokens when the context says so', () => {
    synthesize({ tokenUrl: 'https://tokens.example/token' }).api.hasResourceProperties(
      'AWS::ApiGatewayV2::Integration',
      {
        IntegrationType: 'HTTP_PROXY',
        IntegrationUri: 'https://tokens.example/token',
      },
    );
  });
});

describe('an issuer that is given', () => {
  const withAll = variants['a given issuer'];
  const given = { issuer: withAll.issuer, audience: withAll.audience };

  test('takes the place of Cognito', () => {
    const { data, api } = synthesize(given);
    const resources: { readonly Type: string }[] = Object.values({
      ...data.toJSON().Resources,
      ...api.toJSON().Resources,
    });
    expect(resources.filter(({ Type }) => /Cognito|ClientQueues/.test(Type))).toEqual([]);
    expect(functionsOf(data)).toEqual({});
    expect(only(api, 'AWS::ApiGatewayV2::Authorizer').properties.JwtConfiguration).toEqual({
      Issuer: 'https://issuer.example/',
      Audience: ['one', 'two'],
    });
    expect(Object.keys(api.findOutputs('*'))).toEqual(['EraseConversationFunctionName', 'ApiUrl']);
  });

  test('is not asked for tokens through the gateway, unless its token URL is given too', () => {
    const routeKeys = (template: Template) =>
      Object.values(propertiesOf(template, 'AWS::ApiGatewayV2::Route')).map(({ RouteKey }) => RouteKey);
    expect(routeKeys(synthesize(given).api)).not.toContain('POST /oauth/token');
    const { api } = synthesize(withAll);
    expect(routeKeys(api)).toContain('POST /oauth/token');
    api.hasOutput('TokenUrl', {});
  });

  test('puts before scopes what the context says, or nothing', () => {
    expect(new Set(prefixes(synthesize(given).api))).toEqual(new Set([undefined]));
    expect(new Set(prefixes(synthesize(withAll).api))).toEqual(new Set(['facts/']));
  });

  test('has the claims that the context names read, or those of common issuers', () => {
    const claims = (context: typeof given) =>
      Object.values(functionsOf(synthesize(context).api)).map(({ Environment: { Variables } }) => [
        Variables.SCOPE_CLAIMS,
        Variables.QUEUE_CLAIMS,
      ]);
    expect(new Set(claims(withAll).map(String))).toEqual(new Set(['scp,roles,groups']));
    expect(new Set(claims(given).map(String))).toEqual(new Set([',']));
  });
});
