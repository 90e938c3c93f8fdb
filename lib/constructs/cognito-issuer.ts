import { Aws, CfnOutput, Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import {
  AccountRecovery,
  CfnManagedLoginBranding,
  FeaturePlan,
  LambdaVersion,
  ManagedLoginVersion,
  Mfa,
  OAuthScope,
  ResourceServerScope,
  UserPool,
  UserPoolClient,
  type UserPoolDomain,
  UserPoolOperation,
  type UserPoolProps,
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
  /** Puts into a token what it gives the right to. */
  readonly preToken: LambdaFunction;
  /** Whether people sign in, too. */
  readonly hasPeople: boolean;
}

const identifier = 'conversation-attributes';

/** What the scopes of the API have before their names in tokens of such an issuer. */
export const COGNITO_SCOPE_PREFIX = `${identifier}/`;

/** What protects people, where there are some. Each needs a second factor: a password alone opens no customer's data. */
const forPeople: UserPoolProps = {
  accountRecovery: AccountRecovery.EMAIL_ONLY,
  mfa: Mfa.REQUIRED,
  mfaSecondFactor: { otp: true, sms: false },
  passwordPolicy: {
    minLength: 12,
    requireDigits: true,
    requireLowercase: true,
    requireSymbols: true,
    requireUppercase: true,
  },
};

/**
 * A Cognito user pool that issues tokens to programs: a resource server with every scope of the contract and those
 * for single names that clients have, and clients that get theirs by client credentials.
 *
 * The pool has the ids of its clients, to one of which a flow execution belongs, and people, where there is a console. So it is
 * deletion protected, and kept when its stack goes. A client goes when the context no longer names it, secret and all: other
 * stacks read what they need of it from outputs, which hold nothing back as exports would.
 */
export class CognitoIssuer extends Construct implements Issuer {
  readonly url: string;
  readonly audience: readonly string[];
  readonly scopePrefix = COGNITO_SCOPE_PREFIX;
  readonly tokenUrl: string;
  /** Where its own pages are: `https://` and a host name. */
  readonly signInUrl: string;
  /** The ids of the clients, by their names. */
  readonly clientIds: ReadonlyMap<string, string>;
  /** Puts into a token what it gives the right to. */
  readonly preToken: LambdaFunction;
  private readonly pool: UserPool;
  private readonly domain: UserPoolDomain;

  constructor(scope: Construct, id: string, { name, clients, preToken, hasPeople }: CognitoIssuerProps) {
    super(scope, id);
    this.pool = new UserPool(this, 'Pool', {
      selfSignUpEnabled: false,
      accountRecovery: AccountRecovery.NONE,
      ...(hasPeople && forPeople),
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
    this.domain = this.pool.addDomain('Domain', {
      cognitoDomain: { domainPrefix },
      ...(hasPeople && { managedLoginVersion: ManagedLoginVersion.NEWER_MANAGED_LOGIN }),
    });
    this.preToken = preToken;
    referWeakly(this.pool, this.domain, preToken, preToken.logGroup);
    this.clientIds = this.addClients(clients);
    this.url = this.pool.userPoolProviderUrl;
    this.signInUrl = this.domain.baseUrl();
    this.tokenUrl = `${this.signInUrl}/oauth2/token`;
    this.audience = [...this.clientIds.values()];

    if (hasPeople) {
      Validations.of(this.pool).acknowledge({
        id: 'AwsSolutions-COG8',
        reason:
          'Threat protection of the Plus plan costs more for each person than the rest. Nobody signs up here, and who signs in needs a second factor.',
      });
      return;
    }
    const reason =
      'The pool has no users: sign-up is closed, and its clients take client credentials only. What protects users has none to protect.';
    Validations.of(this.pool).acknowledge(
      { id: 'AwsSolutions-COG1', reason },
      { id: 'AwsSolutions-COG2', reason },
      { id: 'AwsSolutions-COG8', reason },
    );
  }

  /**
   * Adds the client by which a page signs people in: by code and PKCE, without a secret, and with refresh tokens that are renewed with
   * each use (RFC 9700, section 2.2.2). It can ask for no scope of the API: those come from who signs in.
   *
   * It is made in the stack of the page, whose address it must know. Only the page knows its id, so it may go with that.
   *
   * @param url - the page's, where people are sent back to, signed in or out
   * @returns its id
   */
  addConsoleClient(scope: Construct, url: string): string {
    const { userPoolClientId: clientId } = new UserPoolClient(scope, 'Client', {
      userPool: this.pool,
      userPoolClientName: 'console',
      generateSecret: false,
      authFlows: { userSrp: true },
      oAuth: {
        flows: { authorizationCodeGrant: true },
        scopes: [OAuthScope.OPENID, OAuthScope.PROFILE],
        callbackUrls: [url],
        logoutUrls: [url],
      },
      preventUserExistenceErrors: true,
      accessTokenValidity: Duration.hours(1),
      idTokenValidity: Duration.hours(1),
      // A working day.
      refreshTokenValidity: Duration.hours(12),
      refreshTokenRotationGracePeriod: Duration.seconds(30),
    });
    // The pages of a client have no style of their own until one is given: without, they are not there.
    new CfnManagedLoginBranding(scope, 'SignInPages', {
      userPoolId: this.pool.userPoolId,
      clientId,
      useCognitoProvidedValues: true,
    });
    return clientId;
  }

  /** Tells where people are added. */
  addPeopleOutput(): void {
    new CfnOutput(Stack.of(this), 'UserPoolId', {
      value: this.pool.userPoolId,
      description: 'Where people are added (docs/console.md)',
    });
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
