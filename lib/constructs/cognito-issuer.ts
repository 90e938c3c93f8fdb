import { Aws, CfnOutput, Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import {
  AccountRecovery,
  FeaturePlan,
  LambdaVersion,
  OAuthScope,
  ResourceServerScope,
  UserPool,
  UserPoolOperation,
} from 'aws-cdk-lib/aws-cognito';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { scopes } from '#contract/operations.ts';
import type { Clients } from '../clients.ts';
import type { Issuer } from '../issuer.ts';
import { referWeakly } from '../refer-weakly.ts';

/** What a Cognito issuer is made from. */
export interface CognitoIssuerProps {
  /** Begins the name of the token domain; the account id ends it, which makes it unique in a region. */
  readonly name: string;
  /** The clients that get tokens, and for which scopes. */
  readonly clients: Clients;
  /** Puts the call queues of a client into its token. */
  readonly preToken: LambdaFunction;
}

const identifier = 'conversation-attributes';

/**
 * A Cognito user pool that issues tokens to programs: a resource server with every scope of the contract and those
 * for single names that clients have, and clients that get theirs by client credentials.
 *
 * The pool has no users, but the ids of its clients: a flow execution belongs to one of them. So it is deletion
 * protected, and kept when its stack goes. A client goes when the context no longer names it, secret and all: other
 * stacks read what they need of it from outputs, which hold nothing back as exports would.
 */
export class CognitoIssuer extends Construct implements Issuer {
  readonly url: string;
  readonly audience: readonly string[];
  readonly scopePrefix = `${identifier}/`;
  readonly tokenUrl: string;
  /** The ids of the clients, by their names. */
  readonly clientIds: ReadonlyMap<string, string>;
  /** Puts the call queues of a client into its token. */
  readonly preToken: LambdaFunction;
  private readonly pool: UserPool;

  constructor(scope: Construct, id: string, { name, clients, preToken }: CognitoIssuerProps) {
    super(scope, id);
    this.pool = new UserPool(this, 'Pool', {
      selfSignUpEnabled: false,
      accountRecovery: AccountRecovery.NONE,
      // Client credentials work in each plan; claims of our own in their tokens need this one, at the same price.
      featurePlan: FeaturePlan.ESSENTIALS,
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    // The first version of the event that comes for client credentials.
    this.pool.addTrigger(UserPoolOperation.PRE_TOKEN_GENERATION_CONFIG, preToken, LambdaVersion.V3_0);
    Validations.of(preToken).acknowledge({
      id: 'Serverless-LambdaDLQ',
      reason: 'Cognito waits for the answer: there are no asynchronous invocations, and its caller sees a failure.',
    });
    const domainPrefix = `${name}-tokens-${Aws.ACCOUNT_ID}`;
    const domain = this.pool.addDomain('Domain', { cognitoDomain: { domainPrefix } });
    this.preToken = preToken;
    referWeakly(this.pool, domain, preToken, preToken.logGroup);
    this.clientIds = this.addClients(clients);
    this.url = this.pool.userPoolProviderUrl;
    this.tokenUrl = `${domain.baseUrl()}/oauth2/token`;
    this.audience = [...this.clientIds.values()];

    const reason =
      'The pool has no users: sign-up is closed, and its clients take client credentials only. What protects users has none to protect.';
    Validations.of(this.pool).acknowledge(
      { id: 'AwsSolutions-COG1', reason },
      { id: 'AwsSolutions-COG2', reason },
      { id: 'AwsSolutions-COG8', reason },
    );
  }

  /** Tells the id of each client, and how to see its secret. */
  addOutputs(): void {
    const stack = Stack.of(this);
    for (const [client, value] of this.clientIds) {
      new CfnOutput(stack, `${client}ClientId`, { value });
      new CfnOutput(stack, `${client}ClientSecretCommand`, {
        value: this.describeSecretCommand(value),
        description: `Prints the secret that goes with ${client}ClientId`,
      });
    }
  }

  /** A command of the AWS CLI that prints a client's secret. */
  private describeSecretCommand(clientId: string): string {
    return [
      `aws cognito-idp describe-user-pool-client --region ${Stack.of(this).region}`,
      `--user-pool-id ${this.pool.userPoolId} --client-id ${clientId}`,
      '--query UserPoolClient.ClientSecret --output text',
    ].join(' ');
  }

  private addClients(clients: Clients): ReadonlyMap<string, string> {
    const asked = [...clients.values()].flatMap((client) => client.scopes);
    const known = [...new Set([...scopes, ...asked])].map(
      (scopeName) => new ResourceServerScope({ scopeName, scopeDescription: scopeName }),
    );
    const server = this.pool.addResourceServer('Server', { identifier, scopes: known });
    const add = (clientName: string, granted: readonly string[]) => {
      const client = this.pool.addClient(clientName, {
        userPoolClientName: clientName,
        generateSecret: true,
        // Without this, Cognito would let users sign in by it.
        authFlows: { user: false },
        oAuth: {
          flows: { clientCredentials: true },
          scopes: known
            .filter(({ scopeName }) => granted.includes(scopeName))
            .map((each) => OAuthScope.resourceServer(server, each)),
        },
        accessTokenValidity: Duration.hours(1),
      });
      referWeakly(client);
      return client.userPoolClientId;
    };
    return new Map([...clients].map(([clientName, client]) => [clientName, add(clientName, client.scopes)]));
  }
}
