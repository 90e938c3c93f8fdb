import { type App, CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { type Job, jobs, type Route, routes } from '#routes';
import { CognitoIssuer } from '../constructs/cognito-issuer.ts';
import { Gateway } from '../constructs/gateway.ts';
import { HandlerFunction, type HandlerFunctionProps } from '../constructs/handler-function.ts';
import { JobSchedule } from '../constructs/job-schedule.ts';
import type { Context } from '../context.ts';
import { notFound, type Work } from '../handlers.ts';
import type { Issuer } from '../issuer.ts';
import type { DataStack } from './data-stack.ts';

/** What the stack is made from. */
export interface ApiStackProps extends StackProps {
  /** What the deployment chose. */
  readonly context: Context;
  /** The tables and the keys. */
  readonly data: DataStack;
  /** The directory of the bundles. */
  readonly bundles: string;
}

/**
 * How long a run of a job may take: no longer than the least time between two, so that they hardly ever overlap. Two at
 * once do no harm, each write being conditional. Reserved concurrency would rule them out, but take from what the
 * account has for everybody, and fail in a new account, which has ten and may reserve none of them.
 */
const jobTimeout = Duration.seconds(60);

/** The API: issuer, gateway, a function for each operation of the route table, and one for each job with its schedule. */
export class ApiStack extends Stack {
  constructor(app: App, id: string, { context, data, bundles, ...props }: ApiStackProps) {
    super(app, id, props);
    const issuer = this.issuer(context);
    // Source maps stay with whoever deploys; see lib/bundle.
    const code = Code.fromAsset(bundles, { exclude: ['**/*.map'] });
    const environment = {
      ...(issuer.scopePrefix && { SCOPE_PREFIX: issuer.scopePrefix }),
      ...(context.requirePreconditions && { REQUIRE_PRECONDITIONS: 'true' }),
    };
    const newFunction = (handler: string, description: string, more: Partial<HandlerFunctionProps> = {}) =>
      new HandlerFunction(this, handler, { ...context, handler, description, code, environment, ...more });
    const functionFor = ({ operation, summary, dynamodb, kms }: Work, timeout?: Duration) => {
      const handler = newFunction(operation, summary, {
        ...(timeout && { timeout }),
        ...(dynamodb.conversations && { environment: { ...environment, ...leasesOf(context) } }),
      });
      for (const [name, table] of data.tables) {
        const actions = dynamodb[name];
        if (actions) handler.useTable(name, table, actions);
      }
      if (dynamodb.conversations) handler.useIdKey(data.idKey);
      if (kms) handler.useCustomerKey(data.customerKey, kms);
      return handler.function;
    };

    const gateway = new Gateway(this, 'Gateway', {
      ...context,
      issuer,
      notFound: newFunction(notFound, 'Answer what no route takes').function,
    });
    for (const route of routes as readonly Route[]) gateway.addRoute(route, functionFor(route));
    for (const job of jobs as readonly Job[]) {
      const { operation, everyMinutes, summary: description } = job;
      const handler = functionFor(job, jobTimeout);
      new JobSchedule(this, `${operation}-schedule`, { handler, everyMinutes, description });
    }

    new CfnOutput(this, 'ApiUrl', { value: gateway.url });
    const tokenUrl = context.tokenUrl ?? issuer.tokenUrl;
    if (tokenUrl !== undefined) {
      gateway.addTokenRoute(tokenUrl);
      new CfnOutput(this, 'TokenUrl', { value: `${gateway.url}/oauth/token` });
    }
  }

  private issuer({ name, issuer: url, audience, scopePrefix = '' }: Context): Issuer {
    if (url !== undefined && audience !== undefined) return { url, audience, scopePrefix };
    const cognito = new CognitoIssuer(this, 'Issuer', { name });
    new CfnOutput(this, 'UserPoolClientId', { value: cognito.clientId });
    new CfnOutput(this, 'UserPoolClientSecretCommand', {
      value: cognito.clientSecretCommand,
      description: 'Prints the secret that goes with UserPoolClientId',
    });
    return cognito;
  }
}

/** How long things may stay as they are, for the functions that say when a conversation is due. */
function leasesOf(context: Context): Readonly<Record<string, string>> {
  const leases = {
    PENDING_LEASE_SECONDS: context.pendingLeaseSeconds,
    ACTIVE_MAX_SECONDS: context.activeMaxSeconds,
    WRAPUP_MAX_SECONDS: context.wrapupMaxSeconds,
  };
  const given = Object.entries(leases).filter(([, seconds]) => seconds !== undefined);
  return Object.fromEntries(given.map(([name, seconds]) => [name, String(seconds)]));
}
