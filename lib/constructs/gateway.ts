import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  type AddRoutesOptions,
  CfnApiMapping,
  type CfnStage,
  CorsHttpMethod,
  type CorsPreflightOptions,
  HttpApi,
  HttpMethod,
  HttpNoneAuthorizer,
  type HttpRoute,
  type HttpRouteIntegrationBindOptions,
  LogGroupLogDestination,
  PayloadFormatVersion,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration, HttpUrlIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { methodsOf, pathsOf } from '#contract/contract.ts';
import type { Operation } from '#contract/operations.ts';
import { cors } from '#cors';
import type { Issuer } from '../issuer.ts';
import type { RouteLimit, RouteLimits } from '../route-limits.ts';

/** What the API is made from. */
export interface GatewayProps {
  /** Its name in API Gateway. */
  readonly name: string;
  /** Whose access tokens it takes. */
  readonly issuer: Issuer;
  /** Answers what no route takes. */
  readonly notFound: IFunction;
  /** Requests per second, over all routes. */
  readonly rateLimit: number;
  /** Requests that may come at once above the rate. */
  readonly burstLimit: number;
  /** Limits of operations, for each of their paths, in place of those above. */
  readonly routeLimits: RouteLimits;
  /** Days for which the access log is kept. */
  readonly logDays: RetentionDays;
  /**
   * The host name of an existing custom domain.
   * @default - the API has only the name that API Gateway gives it
   */
  readonly domainName: string | undefined;
  /**
   * The origins whose pages may call it.
   * @default - none
   */
  readonly corsOrigins: readonly string[] | undefined;
}

// The route's key instead of the path: a path holds conversation ids, which may be telephone numbers.
const accessLog = {
  time: '$context.requestTime',
  requestId: '$context.requestId',
  routeKey: '$context.routeKey',
  status: '$context.status',
  // The claims that name a client, as `clientOf` of the handlers reads them; `-` for one that a token has not. Their last
  // resort, the subject, stays out: where it is no client it is a person.
  client: '$context.authorizer.claims.client_id',
  azp: '$context.authorizer.claims.azp',
  appid: '$context.authorizer.claims.appid',
  cid: '$context.authorizer.claims.cid',
  responseLength: '$context.responseLength',
  responseLatency: '$context.responseLatency',
  integrationLatency: '$context.integrationLatency',
  integrationStatus: '$context.integrationStatus',
  authorizerError: '$context.authorizer.error',
  integrationError: '$context.integrationErrorMessage',
  error: '$context.error.message',
};

/**
 * The HTTP API. Its authorizer authenticates every request, for a route that is not there too (401 comes before 404);
 * scopes are for the handlers to check.
 */
export class Gateway extends Construct {
  /** Where it is: `https://` and a host name. */
  readonly url: string;
  /** The same by the name that API Gateway gives it, whatever the DNS says. */
  readonly ownUrl: string;
  /** What API Gateway knows it by. */
  readonly apiId: string;
  /** Its log of requests. */
  readonly accessLog: LogGroup;
  private readonly api: HttpApi;
  private readonly stage: CfnStage;
  private readonly routeLimits: RouteLimits;
  private readonly integrations = new Map<IFunction, PathIntegration>();

  constructor(scope: Construct, id: string, props: GatewayProps) {
    super(scope, id);
    const { name, issuer, notFound, rateLimit, burstLimit, routeLimits, logDays, domainName, corsOrigins } = props;
    this.routeLimits = routeLimits;
    this.api = new HttpApi(this, 'Api', {
      apiName: name,
      createDefaultStage: false,
      defaultAuthorizer: new HttpJwtAuthorizer('Issuer', issuer.url, { jwtAudience: [...issuer.audience] }),
      defaultIntegration: makeIntegration('NotFound', notFound),
      ...(corsOrigins && { corsPreflight: makePreflight(corsOrigins) }),
    });
    this.apiId = this.api.apiId;
    this.ownUrl = this.api.apiEndpoint;
    this.accessLog = new LogGroup(this, 'AccessLog', { retention: logDays, removalPolicy: RemovalPolicy.DESTROY });
    const stage = this.api.addStage('Stage', {
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit, burstLimit },
      accessLogSettings: {
        destination: new LogGroupLogDestination(this.accessLog),
        format: AccessLogFormat.custom(JSON.stringify(accessLog)),
      },
    });
    this.stage = stage.node.defaultChild as CfnStage;
    this.url = domainName === undefined ? this.api.apiEndpoint : this.mapTo(domainName);
  }

  /** Sends the requests of a route, by each of its paths, to a function; those of one without scope unauthenticated. */
  addRoute(route: Operation, handler: IFunction): void {
    const { operation, scope } = route;
    const methods = methodsOf(route);
    const toHandler = this.integrationOf(operation, handler);
    for (const path of pathsOf(route)) {
      const options = { path, methods: methods.map((method) => HttpMethod[method]), integration: toHandler };
      const made = scope === undefined ? this.addOpenRoute(options, openReason) : this.api.addRoutes(options);
      const limit = this.routeLimits.get(operation);
      if (!limit) continue;
      for (const method of methods) this.limit(`${method} ${path}`, limit, made);
    }
  }

  /** The integration of a function, which may serve several routes. */
  private integrationOf(id: string, handler: IFunction): PathIntegration {
    const made = this.integrations.get(handler) ?? makeIntegration(id, handler);
    this.integrations.set(handler, made);
    return made;
  }

  /** Sends requests for a path to a function, of all clients that have a token. */
  addPath(path: string, methods: readonly ('GET' | 'POST' | 'DELETE')[], id: string, handler: IFunction): void {
    const toHandler = makeIntegration(id, handler);
    this.api.addRoutes({ path, methods: methods.map((method) => HttpMethod[method]), integration: toHandler });
  }

  /** Sends `GET` of paths to a function that needs no token and has no rights. */
  addOpenPaths(paths: readonly string[], id: string, handler: IFunction): void {
    const integration = makeIntegration(id, handler);
    for (const path of paths) this.addOpenRoute({ path, methods: [HttpMethod.GET], integration }, openReason);
  }

  /** Passes `POST /oauth/token` on to the issuer, which authenticates the client itself. */
  addTokenRoute(tokenUrl: string): void {
    this.addOpenRoute(
      {
        path: '/oauth/token',
        methods: [HttpMethod.POST],
        integration: new HttpUrlIntegration('Token', tokenUrl, { method: HttpMethod.POST }),
      },
      'A client that asks for a token has none yet: the issuer authenticates the client by its id and secret (RFC 6749, section 4.4).',
    );
  }

  /**
   * Lets preflights through to a function that needs no token. Browsers send them without a token, and without this
   * route they would go to the default one, to be refused. The gateway puts the headers on the answer.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
   */
  addPreflightRoute(handler: IFunction): void {
    this.addOpenRoute(
      { path: '/{proxy+}', methods: [HttpMethod.OPTIONS], integration: this.integrationOf('Preflight', handler) },
      'A browser sends a preflight without a token, before a request that has one: it is told what that request may have, and nothing else.',
    );
  }

  /** Serves the API under a custom domain, whose address is returned. */
  private mapTo(domainName: string): string {
    const mapping = new CfnApiMapping(this, 'Mapping', { apiId: this.api.apiId, domainName, stage: '$default' });
    mapping.node.addDependency(this.stage);
    return `https://${domainName}`;
  }

  /** A route without authorizer, and why. */
  private addOpenRoute(options: AddRoutesOptions, reason: string): readonly HttpRoute[] {
    const routes = this.api.addRoutes({ ...options, authorizer: new HttpNoneAuthorizer() });
    for (const route of routes) Validations.of(route).acknowledge({ id: 'AwsSolutions-APIG4', reason });
    return routes;
  }

  /** Limits a route on the stage, which API Gateway refuses as long as the route is not there. */
  private limit(routeKey: string, { rate, burst }: RouteLimit, made: readonly HttpRoute[]): void {
    const settings = { ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst };
    this.stage.routeSettings = { ...this.stage.routeSettings, [routeKey]: settings };
    this.stage.node.addDependency(...made);
  }
}

/** What the gateway tells browsers. */
function makePreflight(allowOrigins: readonly string[]): CorsPreflightOptions {
  return {
    allowOrigins: [...allowOrigins],
    allowMethods: cors.methods.map((method) => CorsHttpMethod[method]),
    allowHeaders: [...cors.requestHeaders],
    exposeHeaders: [...cors.exposedHeaders],
    maxAge: Duration.seconds(cors.maxAge),
  };
}

const openReason =
  'Its contract gives it no scope: it answers every caller alike, with what is in the bundle, and may use no table and no key.';

/** Payload 2.0, which is what the handlers read. */
function makeIntegration(id: string, handler: IFunction): PathIntegration {
  Validations.of(handler).acknowledge({
    id: 'Serverless-LambdaDLQ',
    reason: 'API Gateway waits for the answer: there are no asynchronous invocations, and the caller sees a failure.',
  });
  return new PathIntegration(id, handler, { payloadFormatVersion: PayloadFormatVersion.VERSION_2_0 });
}

/** Lets the gateway invoke a function once for each path: routes of one path are alike to a permission, and a stack has room for 500 resources. */
class PathIntegration extends HttpLambdaIntegration {
  private readonly permitted = new Set<string | undefined>();

  protected override completeBind(options: HttpRouteIntegrationBindOptions): void {
    const { path } = options.route;
    if (this.permitted.has(path)) return;
    this.permitted.add(path);
    super.completeBind(options);
  }
}
