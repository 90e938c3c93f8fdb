import { Match, type Template } from 'aws-cdk-lib/assertions';
import type { Context } from 'aws-lambda';
import { beforeAll, describe, expect, test } from 'vitest';
import { methodsOf, pathsOf } from '#contract/contract.ts';
import { operations } from '#contract/operations.ts';
import { cors } from '#cors';
import { type ApiEvent, clientOf } from '#http/api.ts';
import { deploy } from '../../lib/deployment.ts';
import { functionOf } from '../../lib/handlers.ts';
import { captureLogs } from '../support/logs.ts';
import { workOf } from './permissions.ts';
import { code, newApp, propertiesOf, synthesize } from './synthesize.ts';
import { variants } from './variants.ts';

/** Every path of every route, with each of its methods. */
const paths = operations.flatMap((route) =>
  methodsOf(route).flatMap((method) =>
    pathsOf(route).map((path) => ({ ...route, method, path, handler: `${functionOf(route)}.handler` })),
  ),
);
/** The operations that the contract opens to everybody. */
const openRoutes = paths.filter(({ scope }) => scope === undefined);

/** The limits of lists, where the context says nothing of them. */
const lists = Object.fromEntries(
  ['find-conversations', 'list-interactions', 'get-contact-log'].map((name) => [name, { rate: 25, burst: 50 }]),
);

describe('the gateway', () => {
  const figures = variants['a topic for alarms, and figures'];
  let api: Template;
  let made: Record<string, { RouteKey: string; AuthorizationType: string; AuthorizerId: unknown; Target: unknown }>;
  beforeAll(() => {
    ({ api } = synthesize());
    made = propertiesOf(api, 'AWS::ApiGatewayV2::Route');
  });

  /** The integration behind a route. */
  const behind = (key: string) => {
    const target = JSON.stringify(Object.values(made).find(({ RouteKey }) => RouteKey === key)?.Target);
    const integrations = Object.entries(propertiesOf(api, 'AWS::ApiGatewayV2::Integration'));
    const [found] = integrations.filter(([id]) => target.includes(`"${id}"`));
    return found?.[1];
  };
  /** The handler that answers a route. */
  const handlerOf = (key: string) => {
    const { IntegrationType, PayloadFormatVersion, IntegrationUri } = behind(key);
    expect({ IntegrationType, PayloadFormatVersion }).toEqual({
      IntegrationType: 'AWS_PROXY',
      PayloadFormatVersion: '2.0',
    });
    return propertiesOf(api, 'AWS::Lambda::Function')[IntegrationUri['Fn::GetAtt'][0]].Handler;
  };

  test('is an HTTP API with every path of the contract, the token route, and the default', () => {
    api.hasResourceProperties('AWS::ApiGatewayV2::Api', { ProtocolType: 'HTTP' });
    const keys = Object.values(made).map(({ RouteKey }) => RouteKey);
    const expected = paths.map(({ method, path }) => `${method} ${path}`);
    expect(keys.sort()).toEqual([...expected, '$default', 'POST /oauth/token'].sort());
  });

  test.each(paths)('sends $method $path to $handler', ({ handler, method, path }) => {
    expect(handlerOf(`${method} ${path}`)).toBe(handler);
  });

  test('sends what no route takes to not-found', () => {
    expect(handlerOf('$default')).toBe('not-found.handler');
  });

  test('authenticates every request, for an unknown route too, but those without scope and the one for a token', () => {
    const authorizers = Object.keys(propertiesOf(api, 'AWS::ApiGatewayV2::Authorizer'));
    expect(authorizers).toHaveLength(1);
    const openKeys = ['POST /oauth/token', ...openRoutes.map(({ method, path }) => `${method} ${path}`)];
    for (const { RouteKey, AuthorizationType, AuthorizerId, ...rest } of Object.values(made)) {
      const open = openKeys.includes(RouteKey);
      expect([RouteKey, AuthorizationType]).toEqual([RouteKey, open ? 'NONE' : 'JWT']);
      expect(AuthorizerId).toEqual(open ? undefined : { Ref: authorizers[0] });
      expect(rest).not.toHaveProperty('AuthorizationScopes');
    }
  });

  test('opens to everybody only what uses no table and no key', () => {
    for (const { operation } of openRoutes)
      expect([operation, workOf(operation)]).toEqual([operation, { dynamodb: {}, kms: [] }]);
  });

  test('passes a request for a token on to the issuer', () => {
    expect(behind('POST /oauth/token')).toMatchObject({ IntegrationType: 'HTTP_PROXY', IntegrationMethod: 'POST' });
  });

  test('may invoke each function for its own paths only', () => {
    const functions = propertiesOf(api, 'AWS::Lambda::Function');
    const permissions = Object.values(propertiesOf(api, 'AWS::Lambda::Permission'))
      .filter(({ Principal }) => Principal === 'apigateway.amazonaws.com')
      .map(({ FunctionName, SourceArn }) => {
        const [, parts] = SourceArn['Fn::Join'];
        return [functions[FunctionName['Fn::GetAtt'][0]].Handler, parts.at(-1)];
      });
    const expected = new Map(paths.map(({ handler, path }) => [`${handler} ${path}`, [handler, `/*/*${path}`]]));
    const anyRoute = ['not-found.handler', '/*/*'];
    expect(permissions.sort()).toEqual([...expected.values(), anyRoute].sort());
  });

  test('throttles before the tables do', () => {
    api.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      StageName: '$default',
      AutoDeploy: true,
      DefaultRouteSettings: { ThrottlingRateLimit: 500, ThrottlingBurstLimit: 1_000 },
    });
    synthesize(figures).api.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      DefaultRouteSettings: { ThrottlingRateLimit: 20, ThrottlingBurstLimit: 30 },
    });
  });

  test('throttles an operation by each of its paths as the context says, and no other', () => {
    const template = synthesize(figures).api;
    const [[, stage] = ['', {}]] = Object.entries(template.findResources('AWS::ApiGatewayV2::Stage'));
    const all: Record<string, { rate: number; burst: number }> = { ...lists, ...figures.routeLimits };
    const limited = paths.filter(({ operation }) => operation in all);
    expect(limited.length).toBeGreaterThan(2);
    const expected = limited.map(({ operation, method, path }) => {
      const { rate, burst } = all[operation] ?? {};
      return [`${method} ${path}`, { ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst }];
    });
    expect(stage.Properties.RouteSettings).toEqual(Object.fromEntries(expected));
    expect(stage.Properties.DefaultRouteSettings).toEqual({ ThrottlingRateLimit: 20, ThrottlingBurstLimit: 30 });
  });

  test('makes a route before the stage that throttles it, which API Gateway would refuse otherwise', () => {
    const template = synthesize(figures).api;
    const [[, stage] = ['', {}]] = Object.entries(template.findResources('AWS::ApiGatewayV2::Stage'));
    const all = Object.entries(propertiesOf(template, 'AWS::ApiGatewayV2::Route'));
    const limited = all.filter(([, { RouteKey }]) => RouteKey in stage.Properties.RouteSettings).map(([id]) => id);
    const operations = [...Object.keys(figures.routeLimits), ...Object.keys(lists)];
    expect(limited).toHaveLength(paths.filter(({ operation }) => operations.includes(operation)).length);
    expect(stage.DependsOn).toEqual(expect.arrayContaining(limited));
  });

  test('throttles lists more than the rest unless the context says otherwise of them', () => {
    const settingsOf = (template: Template) =>
      Object.values(propertiesOf(template, 'AWS::ApiGatewayV2::Stage'))[0].RouteSettings;
    const limit = { ThrottlingRateLimit: 25, ThrottlingBurstLimit: 50 };
    const lists = ['/api/v2/reports/contact-log', '/api/v2/conversations', '/api/v2/interactions'];
    const [log, found] = lists;
    expect(settingsOf(api)).toEqual(
      Object.fromEntries(lists.flatMap((path) => [`GET ${path}`, `HEAD ${path}`].map((key) => [key, limit]))),
    );
    const { api: given } = synthesize(figures);
    expect(settingsOf(given)).toMatchObject({
      [`GET ${log}`]: { ThrottlingRateLimit: 100, ThrottlingBurstLimit: 200 },
      [`GET ${found}`]: limit,
    });
  });

  test('logs a JSON object for each request, without its path, query, address or identity but the client', () => {
    const [stage] = Object.values(propertiesOf(api, 'AWS::ApiGatewayV2::Stage'));
    const logged = Object.values(JSON.parse(stage.AccessLogSettings.Format)).join(' ');
    expect(logged).toContain('$context.routeKey');
    expect(logged).not.toMatch(/\$context\.(path|identity|domain|http)|claims\.(?!client_id|azp|appid|cid)|request\./);
    const [logGroup] = stage.AccessLogSettings.DestinationArn['Fn::GetAtt'];
    expect(propertiesOf(api, 'AWS::Logs::LogGroup')[logGroup]).toMatchObject({ RetentionInDays: 30 });
  });

  test('logs each claim that names a client to the handlers, but no subject, who may be a person', () => {
    const [stage] = Object.values(propertiesOf(api, 'AWS::ApiGatewayV2::Stage'));
    const claims = [...stage.AccessLogSettings.Format.matchAll(/\$context\.authorizer\.claims\.(\w+)/g)].map(
      ([, one]) => one,
    );
    const isRead = (claim: string) => {
      const requestContext = { authorizer: { jwt: { claims: { [claim]: 'crm', sub: 'person' } } } };
      return clientOf({ requestContext } as unknown as ApiEvent) === 'crm';
    };
    const all = ['client_id', 'azp', 'appid', 'cid', 'clientId', 'client', 'jti', 'iss'];
    expect(claims).toEqual(all.filter(isRead));
  });

  test('says where it is', () => {
    api.hasOutput('ApiUrl', { Value: { 'Fn::GetAtt': [Match.anyValue(), 'ApiEndpoint'] } });
  });
});

describe('pages of other origins', () => {
  const preflightOf = (template: Template) =>
    Object.values(propertiesOf(template, 'AWS::ApiGatewayV2::Route')).filter(({ RouteKey }) =>
      /^OPTIONS/.test(RouteKey),
    );

  test('may not call the API unless the context names them', () => {
    const { api } = synthesize();
    api.hasResourceProperties('AWS::ApiGatewayV2::Api', { CorsConfiguration: Match.absent() });
    expect(preflightOf(api)).toEqual([]);
  });

  test('are told by the gateway what they may send and read', () => {
    synthesize(variants['a domain and origins']).api.hasResourceProperties('AWS::ApiGatewayV2::Api', {
      CorsConfiguration: {
        AllowOrigins: ['https://desktop.example.com', 'http://localhost:8080'],
        AllowMethods: [...cors.methods],
        AllowHeaders: [...cors.requestHeaders],
        ExposeHeaders: [...cors.exposedHeaders],
        MaxAge: 7_200,
      },
    });
  });

  test('send preflights without a token, to a function that answers them with success', async () => {
    const { api } = synthesize(variants['a domain and origins']);
    const [route, ...others] = preflightOf(api);
    expect(others).toEqual([]);
    expect(route).toMatchObject({ RouteKey: 'OPTIONS /{proxy+}', AuthorizationType: 'NONE' });
    const [, target] = route.Target['Fn::Join'][1];
    const { IntegrationUri } = propertiesOf(api, 'AWS::ApiGatewayV2::Integration')[target.Ref];
    expect(propertiesOf(api, 'AWS::Lambda::Function')[IntegrationUri['Fn::GetAtt'][0]].Handler).toBe(
      'get-health.handler',
    );
    const headers = { origin: 'https://desktop.example.com', 'access-control-request-method': 'PATCH' };
    const path = '/api/v2/conversations/call-1';
    const requestContext = { http: { method: 'OPTIONS', path }, requestId: 'one', routeKey: 'OPTIONS /{proxy+}' };
    const { handler } = await import('../../lambdas/about/get-health.ts');
    const event = {
      version: '2.0',
      rawPath: path,
      rawQueryString: '',
      headers,
      requestContext,
      isBase64Encoded: false,
    };
    const logs = captureLogs();
    const answer = await handler(event as unknown as ApiEvent, { getRemainingTimeInMillis: () => 10_000 } as Context);
    logs.close();
    expect(answer.statusCode).toBe(200);
  });
});

describe('a custom domain', () => {
  const names = variants['a domain and origins'];

  test('is where the API says it is, and where tokens are', () => {
    const { api } = synthesize(names);
    api.hasOutput('ApiUrl', { Value: 'https://facts.example.com' });
    api.hasOutput('TokenUrl', { Value: 'https://facts.example.com/oauth/token' });
  });

  test('stays with its certificate when the API goes, which maps itself to it', () => {
    const { data, api } = synthesize(names);
    data.hasResourceProperties('AWS::ApiGatewayV2::DomainName', {
      DomainName: 'facts.example.com',
      DomainNameConfigurations: [{ CertificateArn: names.certificateArn, EndpointType: 'REGIONAL' }],
    });
    const [stage] = Object.keys(propertiesOf(api, 'AWS::ApiGatewayV2::Stage'));
    api.resourceCountIs('AWS::ApiGatewayV2::DomainName', 0);
    api.hasResource('AWS::ApiGatewayV2::ApiMapping', {
      Properties: { DomainName: 'facts.example.com', Stage: '$default' },
      DependsOn: [stage],
    });
  });

  test('has an alias record in a zone of Route 53, or is told what its own must name', () => {
    const { data } = synthesize(variants['a domain in a zone, alarms by e-mail']);
    const [name] = Object.keys(propertiesOf(data, 'AWS::ApiGatewayV2::DomainName'));
    data.hasResourceProperties('AWS::Route53::RecordSet', {
      HostedZoneId: 'Z0123456789ABCDEFGHIJ',
      Name: 'facts.example.com',
      Type: 'A',
      AliasTarget: {
        DNSName: { 'Fn::GetAtt': [name, 'RegionalDomainName'] },
        HostedZoneId: { 'Fn::GetAtt': [name, 'RegionalHostedZoneId'] },
      },
    });
    const alone = synthesize(names).data;
    alone.resourceCountIs('AWS::Route53::RecordSet', 0);
    alone.hasOutput('DomainTarget', { Value: { 'Fn::GetAtt': [name, 'RegionalDomainName'] } });
  });

  test('is not there unless the context names it', () => {
    const { data, api } = synthesize();
    data.resourceCountIs('AWS::ApiGatewayV2::DomainName', 0);
    api.resourceCountIs('AWS::ApiGatewayV2::ApiMapping', 0);
    expect(data.findOutputs('DomainTarget')).toEqual({});
  });

  test('has a certificate of the region of the API', () => {
    const inRegion = (region: string) => () =>
      deploy(newApp(names), { ...code, env: { account: '999999999999', region } });
    expect(inRegion('eu-central-1')).toThrow('give one of eu-central-1');
    expect(inRegion('us-east-1')).not.toThrow();
  });
});
