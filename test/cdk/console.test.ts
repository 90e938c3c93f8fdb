import type { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, test } from 'vitest';
import { roles } from '#contract/roles.ts';
import { headersOfPage } from '../../console/build.ts';
import { allowedTo, functionOf, mayLog } from './permissions.ts';
import { outputOf, propertiesOf, synthesize } from './synthesize.ts';
import { variants } from './variants.ts';

let data: Template;
let api: Template;
beforeAll(() => {
  ({ data, api } = synthesize(variants['a console']));
});

/** The one resource of a type, with its logical id. */
function only(template: Template, type: string) {
  const all = Object.entries(propertiesOf(template, type));
  expect(all).toHaveLength(1);
  const [[id, properties] = ['', {}]] = all;
  return [id, properties] as const;
}

test('without the key there is nothing of it, and nobody can sign in', () => {
  const { data: without, api: apiWithout } = synthesize();
  const types = [without, apiWithout].flatMap((one) =>
    Object.values<{ readonly Type: string }>(one.toJSON().Resources).map(({ Type }) => Type),
  );
  expect(types.filter((type) => /S3|CloudFront|Console|ManagedLogin|UserPoolGroup/.test(type))).toEqual([]);
  expect(functionOf(without, 'pre-token').Environment.Variables).not.toHaveProperty('ROLE_SCOPES');
  const [, pool] = only(without, 'AWS::Cognito::UserPool');
  expect(pool).not.toHaveProperty('MfaConfiguration');
  const [, domain] = only(without, 'AWS::Cognito::UserPoolDomain');
  expect(domain).not.toHaveProperty('ManagedLoginVersion');
  for (const client of Object.values(propertiesOf(without, 'AWS::Cognito::UserPoolClient'))) {
    expect(client.AllowedOAuthFlows).toEqual(['client_credentials']);
  }
});

test('people are held to their call queues: the functions know the client of the console', () => {
  const [client] = only(api, 'AWS::Cognito::UserPoolClient');
  for (const name of ['find-conversations', 'get-conversation', 'patch-conversation']) {
    expect(functionOf(api, name).Environment.Variables.QUEUE_BOUND_CLIENTS).toEqual({ Ref: client });
    expect(functionOf(synthesize().api, name).Environment.Variables).not.toHaveProperty('QUEUE_BOUND_CLIENTS');
  }
  const { api: others } = synthesize({ console: true, queueBoundClients: 'desk' });
  expect(functionOf(others, 'get-conversation').Environment.Variables.QUEUE_BOUND_CLIENTS).toEqual({
    'Fn::Join': ['', ['desk,', { Ref: client }]],
  });
});

describe('the page', () => {
  const behaviorOf = (path: string) => {
    const [, { DistributionConfig }] = only(api, 'AWS::CloudFront::Distribution');
    return DistributionConfig.CacheBehaviors.find(({ PathPattern }: { PathPattern: string }) => PathPattern === path);
  };

  test('is in a bucket that is open to nobody but the distribution, by https', () => {
    const [bucket, properties] = only(api, 'AWS::S3::Bucket');
    expect(properties.PublicAccessBlockConfiguration).toEqual({
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    });
    const [distribution] = only(api, 'AWS::CloudFront::Distribution');
    const [, { PolicyDocument }] = only(api, 'AWS::S3::BucketPolicy');
    const [denied, allowed] = PolicyDocument.Statement;
    expect(denied).toMatchObject({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } });
    expect(PolicyDocument.Statement).toHaveLength(2);
    expect(allowed).toMatchObject({
      Effect: 'Allow',
      Action: 's3:GetObject',
      Principal: { Service: 'cloudfront.amazonaws.com' },
      Resource: { 'Fn::Join': ['', [{ 'Fn::GetAtt': [bucket, 'Arn'] }, '/*']] },
    });
    expect(JSON.stringify(allowed.Condition)).toContain(`{"Ref":"${distribution}"}`);
    const [access] = only(api, 'AWS::CloudFront::OriginAccessControl');
    const [, { DistributionConfig }] = only(api, 'AWS::CloudFront::Distribution');
    const { TargetOriginId } = behaviorOf('/console*');
    const origin = DistributionConfig.Origins.find(({ Id }: { Id: string }) => Id === TargetOriginId);
    expect(origin.OriginAccessControlId).toEqual({ 'Fn::GetAtt': [access, 'Id'] });
  });

  test('has the headers of the local one, and that browsers come by https only', () => {
    const [id, { ResponseHeadersPolicyConfig: policy }] = only(api, 'AWS::CloudFront::ResponseHeadersPolicy');
    expect(behaviorOf('/console*').ResponseHeadersPolicyId).toEqual({ Ref: id });
    const { SecurityHeadersConfig: security, CustomHeadersConfig: custom } = policy;
    const sent = {
      'content-security-policy': security.ContentSecurityPolicy.ContentSecurityPolicy,
      'referrer-policy': security.ReferrerPolicy.ReferrerPolicy,
      'x-content-type-options': security.ContentTypeOptions.Override && 'nosniff',
      'x-frame-options': security.FrameOptions.FrameOption,
      ...Object.fromEntries(custom.Items.map(({ Header, Value }: Record<string, string>) => [Header, Value])),
    };
    expect(sent).toEqual(headersOfPage());
    expect(security.StrictTransportSecurity).toEqual({ AccessControlMaxAgeSec: 31_536_000, Override: true });
  });

  test('is found under the address of its folder', () => {
    const [, { FunctionCode, AutoPublish }] = only(api, 'AWS::CloudFront::Function');
    expect(AutoPublish).toBe(true);
    const handle = new Function(`${FunctionCode}; return handler;`)();
    const uriOf = (uri: string) => handle({ request: { uri } });
    expect(uriOf('/console/')).toEqual({ uri: '/console/index.html' });
    expect(uriOf('/console/main-1A2B.js')).toEqual({ uri: '/console/main-1A2B.js' });
    expect(uriOf('/console')).toMatchObject({ statusCode: 308, headers: { location: { value: '/console/' } } });
  });

  /** What a deployment asks S3 for, with the names of resources in the place of references. */
  const filesOf = (event: 'Create' | 'Update' | 'Delete') =>
    Object.values(propertiesOf(api, 'Custom::ConsoleFile')).map((file) => {
      const [, parts] = file[event]['Fn::Join'];
      const text = parts.map((part: string | object) => (typeof part === 'string' ? part : '<one>')).join('');
      return JSON.parse(text);
    });

  test.each(['Create', 'Update'] as const)('has its files after %s: those with a changing name for good', (event) => {
    const asked = 'no-cache';
    const lasting = 'public, max-age=31536000, immutable';
    const files = filesOf(event).map(({ action, parameters: { Key, ContentType, CacheControl } }) => [
      action,
      Key,
      ContentType,
      CacheControl,
    ]);
    expect(files.sort()).toEqual([
      ['CopyObject', 'console/index.html', 'text/html; charset=utf-8', asked],
      ['CopyObject', 'console/main-1A2B.js', 'text/javascript; charset=utf-8', lasting],
      ['CopyObject', 'console/main-3C4D.css', 'text/css; charset=utf-8', lasting],
      ['PutObject', 'console/settings.json', 'application/json', asked],
    ]);
  });

  test('loses them before the bucket goes', () => {
    expect(filesOf('Delete').map(({ action, parameters: { Key } }) => [action, Key.split('/')[0]])).toEqual(
      Array.from({ length: 4 }, () => ['DeleteObject', 'console']),
    );
  });

  test('is told where people sign in and out, and by which client, and is written when all that it names is there', () => {
    const settings = filesOf('Create').find(({ parameters }) => parameters.Key === 'console/settings.json');
    expect(JSON.parse(settings.parameters.Body)).toEqual({
      issuer: '<one>',
      authorizationEndpoint: 'https://<one>.auth.<one>.amazoncognito.com/oauth2/authorize',
      tokenEndpoint: '/oauth/token',
      logoutEndpoint: 'https://<one>.auth.<one>.amazoncognito.com/logout',
      clientId: '<one>',
      scope: 'openid profile',
    });
    const files = api.findResources('Custom::ConsoleFile');
    const [[, page] = []] = Object.entries(files).filter(([id]) => id.includes('Page'));
    const others = Object.keys(files).filter((id) => !id.includes('Page'));
    expect(page?.DependsOn).toEqual(expect.arrayContaining(others));
  });

  test('is written by one function, which may read these files, and write and remove those of the page', () => {
    const [bucket] = only(api, 'AWS::S3::Bucket');
    const allowed = allowedTo(api, 'index');
    const inBucket = `{"Fn::Join":["",[{"Fn::GetAtt":["${bucket}","Arn"]},"/console/*"]]}`;
    expect(allowed).toEqual(
      expect.arrayContaining([`Allow s3:DeleteObject on ${inBucket}`, `Allow s3:PutObject on ${inBucket}`]),
    );
    const others = allowed.filter((one) => !one.includes(inBucket) && !mayLog(api, 'index').includes(one));
    expect(others).toHaveLength(3);
    for (const one of others)
      expect(one).toMatch(/^Allow s3:GetObject on .*cdk-hnb659fds-assets.*\/[0-9a-f]{64}\.(html|js|css)"/);
  });

  test('is told where it is', () => {
    const [distribution] = only(api, 'AWS::CloudFront::Distribution');
    const address = ['https://', { 'Fn::GetAtt': [distribution, 'DomainName'] }, '/console/'];
    api.hasOutput('ConsoleUrl', { Value: { 'Fn::Join': ['', address] } });
    data.hasOutput('UserPoolId', { Value: { Ref: only(data, 'AWS::Cognito::UserPool')[0] } });
  });
});

describe('the API at the address of the page', () => {
  test('is the gateway itself, asked each time, by every method, with all that the browser sends but the name of the host', () => {
    const [, { DistributionConfig }] = only(api, 'AWS::CloudFront::Distribution');
    const { DefaultCacheBehavior: behavior, Origins } = DistributionConfig;
    expect(behavior).toMatchObject({
      // Managed policies: CachingDisabled, AllViewerExceptHostHeader.
      CachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
      OriginRequestPolicyId: 'b689b0a8-53d0-40ab-baf2-68738e2966ac',
      ViewerProtocolPolicy: 'https-only',
      Compress: false,
    });
    expect([...behavior.AllowedMethods].sort()).toEqual(['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT']);
    const origin = Origins.find(({ Id }: { Id: string }) => Id === behavior.TargetOriginId);
    const [gateway] = only(api, 'AWS::ApiGatewayV2::Api');
    expect(JSON.stringify(origin.DomainName)).toContain(`{"Fn::GetAtt":["${gateway}","ApiEndpoint"]}`);
    expect(origin.CustomOriginConfig).toMatchObject({
      OriginProtocolPolicy: 'https-only',
      OriginSSLProtocols: ['TLSv1.2'],
    });
  });

  test('takes the tokens of the console, and of the clients as before', () => {
    const [, { JwtConfiguration }] = only(api, 'AWS::ApiGatewayV2::Authorizer');
    const [client] = only(api, 'AWS::Cognito::UserPoolClient');
    const [program] = only(data, 'AWS::Cognito::UserPoolClient');
    expect(JwtConfiguration.Audience).toEqual([outputOf(data, { Ref: program }), { Ref: client }]);
  });
});

describe('people', () => {
  test('sign in by code at the page of the console only, with a client that has no secret and asks for no scope of the API', () => {
    const [, client] = only(api, 'AWS::Cognito::UserPoolClient');
    const [distribution] = only(api, 'AWS::CloudFront::Distribution');
    const page = { 'Fn::Join': ['', ['https://', { 'Fn::GetAtt': [distribution, 'DomainName'] }, '/console/']] };
    expect(client).toMatchObject({
      UserPoolId: outputOf(data, { Ref: only(data, 'AWS::Cognito::UserPool')[0] }),
      GenerateSecret: false,
      AllowedOAuthFlows: ['code'],
      AllowedOAuthScopes: ['openid', 'profile'],
      CallbackURLs: [page],
      LogoutURLs: [page],
      SupportedIdentityProviders: ['COGNITO'],
      PreventUserExistenceErrors: 'ENABLED',
    });
  });

  test('stay signed in for a working day, by refresh tokens of which each is used once', () => {
    const [, client] = only(api, 'AWS::Cognito::UserPoolClient');
    expect(client).toMatchObject({
      // In minutes.
      AccessTokenValidity: 60,
      RefreshTokenValidity: 720,
      RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 30 },
    });
    expect(client.ExplicitAuthFlows).not.toContain('ALLOW_REFRESH_TOKEN_AUTH');
  });

  test('are led through pages of Cognito, which have the style that it gives', () => {
    const [, domain] = only(data, 'AWS::Cognito::UserPoolDomain');
    expect(domain.ManagedLoginVersion).toBe(2);
    const [, pages] = only(api, 'AWS::Cognito::ManagedLoginBranding');
    const [client] = only(api, 'AWS::Cognito::UserPoolClient');
    expect(pages).toMatchObject({ ClientId: { Ref: client }, UseCognitoProvidedValues: true });
  });

  test('need a second factor and a long password, and are added by an administrator', () => {
    const [, pool] = only(data, 'AWS::Cognito::UserPool');
    expect(pool).toMatchObject({
      MfaConfiguration: 'ON',
      EnabledMfas: ['SOFTWARE_TOKEN_MFA'],
      Policies: { PasswordPolicy: { MinimumLength: 12 } },
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
      DeletionProtection: 'ACTIVE',
    });
  });

  test('have the scopes of their role, as tokens name them', () => {
    const { ROLE_SCOPES } = functionOf(data, 'pre-token').Environment.Variables;
    const expected = Object.entries(roles).map(([role, scopes]) => [
      role,
      scopes.map((scope) => `conversation-attributes/${scope}`).join(' '),
    ]);
    expect(Object.entries(JSON.parse(ROLE_SCOPES))).toEqual(expected);
    // What Lambda takes for all variables of a function.
    expect(JSON.stringify(functionOf(data, 'pre-token').Environment.Variables).length).toBeLessThan(4_096);
  });

  test('and what they may do is in no template: no deployment takes it from them', () => {
    for (const template of [data, api]) {
      template.resourceCountIs('AWS::Cognito::UserPoolGroup', 0);
      template.resourceCountIs('AWS::Cognito::UserPoolUser', 0);
    }
  });
});
