import { Aws, Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { AccountRecovery, FeaturePlan, OAuthScope, ResourceServerScope, UserPool } from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { type Route, routes } from '#routes';
import type { Issuer } from '../issuer.ts';

/** What a Cognito issuer is made from. */
export interface CognitoIssuerProps {
  /** Begins the name of the token domain; the account id follows, which makes it unique in a region. */
  readonly name: string;
}

const identifier = 'conversation-attributes';

/**
 * A Cognito user pool that issues tokens to programs: a resource server with every scope of the route table, and one
 * client that may have them all by client credentials. It has no users and keeps no data, so it goes with its stack.
 */
export class CognitoIssuer extends Construct implements Issuer {
  readonly url: string;
  readonly audience: readonly string[];
  readonly scopePrefix = `${identifier}/`;
  readonly tokenUrl: string;
  /** The id of its one client. */
  readonly clientId: string;
  /** A command of the AWS CLI that prints the client's secret. */
  readonly clientSecretCommand: string;

  constructor(scope: Construct, id: string, { name }: CognitoIssuerProps) {
    super(scope, id);
    const pool = new UserPool(this, 'Pool', {
      selfSignUpEnabled: false,
      accountRecovery: AccountRecovery.NONE,
      // Client credentials work in each plan; claims of our own in their tokens need this one, at the same price.
      featurePlan: FeaturePlan.ESSENTIALS,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const domain = pool.addDomain('Domain', { cognitoDomain: { domainPrefix: `${name}-${Aws.ACCOUNT_ID}` } });
    const scopes = [...new Set((routes as readonly Route[]).flatMap(({ scope: needed }) => needed ?? []))]
      .sort()
      .map((scopeName) => new ResourceServerScope({ scopeName, scopeDescription: scopeName }));
    const server = pool.addResourceServer('Server', { identifier, scopes });
    const client = pool.addClient('Client', {
      userPoolClientName: 'default',
      generateSecret: true,
      // Without this, Cognito would let users sign in by it.
      authFlows: { user: false },
      oAuth: {
        flows: { clientCredentials: true },
        scopes: scopes.map((each) => OAuthScope.resourceServer(server, each)),
      },
      accessTokenValidity: Duration.hours(1),
    });

    this.url = pool.userPoolProviderUrl;
    this.tokenUrl = `${domain.baseUrl()}/oauth2/token`;
    this.clientId = client.userPoolClientId;
    this.audience = [this.clientId];
    this.clientSecretCommand = [
      `aws cognito-idp describe-user-pool-client --region ${Stack.of(this).region}`,
      `--user-pool-id ${pool.userPoolId} --client-id ${this.clientId}`,
      '--query UserPoolClient.ClientSecret --output text',
    ].join(' ');

    const reason =
      'The pool has no users: sign-up is closed, and its client takes client credentials only. What protects users has nobody to protect.';
    Validations.of(pool).acknowledge(
      { id: 'AwsSolutions-COG1', reason },
      { id: 'AwsSolutions-COG2', reason },
      { id: 'AwsSolutions-COG8', reason },
    );
  }
}
