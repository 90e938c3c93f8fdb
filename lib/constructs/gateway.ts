import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  type AddRoutesOptions,
  HttpApi,
  HttpMethod,
  HttpNoneAuthorizer,
  LogGroupLogDestination,
  PayloadFormatVersion,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration, HttpUrlIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Route } from '#routes';
import type { Issuer } from '../issuer.ts';

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
  /** Days for which the access log is kept. */
  readonly logDays: RetentionDays;
}

// The route's key instead of the path: a path holds conversation ids, which may be telephone numbers.
const accessLog = {
  time: '$context.requestTime',
  requestId: '$context.requestId',
  routeKey: '$context.routeKey',
  status: '$context.status',
  client: '$context.authorizer.claims.client_id',
  responseLength: '$context.responseLength',
  responseLatency: '$context.responseLatency',
  integrationLatency: '$context.integrationLatency',
  integrationStatus: '$context.integrationStatus',
  authorizerError: '$context.authorizer.error',
  integrationError: '$context.integrationErrorMessage',
  error: '$context.error.message',
};

/**
 * The HTTP API. Its authorizer authenticates every request, for a route that is not there too (401 comes before 404,
 * design, section 5); scopes are for the handlers to check.
 */
export class Gateway extends Construct {
  /** Where it is: `https://` and a host name. */
  readonly url: string;
  private readonly api: HttpApi;

  constructor(scope: Construct, id: string, props: GatewayProps) {
    super(scope, id);
    const { name, issuer, notFound, rateLimit, burstLimit, logDays } = props;
    this.api = new HttpApi(this, 'Api', {
      apiName: name,
      createDefaultStage: false,
      defaultAuthorizer: new HttpJwtAuthorizer('Issuer', issuer.url, { jwtAudience: [...issuer.audience] }),
      defaultIntegration: integration('NotFound', notFound),
    });
    this.url = this.api.apiEndpoint;
    const log = new LogGroup(this, 'AccessLog', { retention: logDays, removalPolicy: RemovalPolicy.DESTROY });
    this.api.addStage('Stage', {
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit, burstLimit },
      accessLogSettings: {
        destination: new LogGroupLogDestination(log),
        format: AccessLogFormat.custom(JSON.stringify(accessLog)),
      },
    });
  }

  /** Sends the requests of a route to a function; those of a route without scope unauthenticated. */
  addRoute({ operation, method, path, scope }: Route, handler: IFunction): void {
    const options = { path, methods: [HttpMethod[method]], integration: integration(operation, handler) };
    if (scope !== undefined) this.api.addRoutes(options);
    else {
      this.addOpenRoute(
        options,
        'The route table gives it no scope: it answers everybody alike, with what is in the bundle, and may use no table and no key.',
      );
    }
  }

  /** Passes `POST /oauth/token` on to the issuer, who authenticates the client itself. */
  addTokenRoute(tokenUrl: string): void {
    this.addOpenRoute(
      {
        path: '/oauth/token',
        methods: [HttpMethod.POST],
        integration: new HttpUrlIntegration('Token', tokenUrl, { method: HttpMethod.POST }),
      },
      'Who asks for a token has none yet: the issuer authenticates the client by its id and secret (RFC 6749, section 4.4).',
    );
  }

  /** A route without authorizer, and why. */
  private addOpenRoute(options: AddRoutesOptions, reason: string): void {
    for (const route of this.api.addRoutes({ ...options, authorizer: new HttpNoneAuthorizer() })) {
      Validations.of(route).acknowledge({ id: 'AwsSolutions-APIG4', reason });
    }
  }
}

/** Payload 2.0, which is what the handlers read. */
function integration(id: string, handler: IFunction): HttpLambdaIntegration {
  Validations.of(handler).acknowledge({
    id: 'Serverless-LambdaDLQ',
    reason: 'API Gateway waits for the answer: there are no asynchronous invocations, and the caller sees a failure.',
  });
  return new HttpLambdaIntegration(id, handler, { payloadFormatVersion: PayloadFormatVersion.VERSION_2_0 });
}
