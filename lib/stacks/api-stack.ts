import { type App, CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { type Route, routes } from '#routes';
import { CognitoIssuer } from '../constructs/cognito-issuer.ts';
import { Gateway } from '../constructs/gateway.ts';
import { HandlerFunction } from '../constructs/handler-function.ts';
import type { Context } from '../context.ts';
import { notFound } from '../handlers.ts';
import type { Issuer } from '../issuer.ts';
import type { DataStack } from './data-stack.ts';

/** What the stack is made from. */
export interface ApiStackProps extends StackProps {
  /** What the deployment chose. */
  readonly context: Context;
  /** The tables and the key. */
  readonly data: DataStack;
  /** The directory of the bundles. */
  readonly bundles: string;
}

/** The API: issuer, gateway, and a function for each operation of the route table. */
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
    const handlerFunction = (handler: string, description: string) =>
      new HandlerFunction(this, handler, { ...context, handler, description, code, environment });

    const gateway = new Gateway(this, 'Gateway', {
      ...context,
      issuer,
      notFound: handlerFunction(notFound, 'Answer what no route takes').function,
    });
    for (const route of routes as readonly Route[]) {
      const handler = handlerFunction(route.operation, route.summary);
      for (const [name, table] of data.tables) {
        const actions = route.dynamodb[name];
        if (actions) handler.useTable(name, table, actions);
      }
      if (route.dynamodb.conversations) handler.useIdKey(data.idKey);
      gateway.addRoute(route, handler.function);
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
