import { Duration, Validations } from 'aws-cdk-lib';
import type { Code, Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { HandlerFunction } from '../constructs/handler-function.ts';

/** What a forwarder is made from. */
export interface GuestForwarderProps {
  /** The bundle that `bundleWebsite` makes. */
  readonly code: Code;
  /** The address of the API: the output `ApiUrl` of its stack. */
  readonly apiUrl: string;
  /** The web channel that takes the messages. */
  readonly channelId: string;
  /** Holds `{"clientId": "...", "clientSecret": "..."}` of a client with the scope `webchat:guest` and no other. */
  readonly credentials: ISecret;
  /** @default - a month */
  readonly logDays?: RetentionDays;
}

/**
 * The function of a site's own route, which passes guests' messages on to a web channel. Put it behind the domain of the site: its cookie
 * keeps the conversation of a guest. The site's gateway limits how often a guest may write.
 *
 * Its role may read that secret and write its log: whoever finds a hole in a function that anybody may call gets what `webchat:guest`
 * allows, and no table.
 */
export class GuestForwarder extends Construct {
  readonly function: LambdaFunction;

  constructor(scope: Construct, id: string, props: GuestForwarderProps) {
    super(scope, id);
    const { code, apiUrl, channelId, credentials, logDays = RetentionDays.ONE_MONTH } = props;
    const made = new HandlerFunction(this, 'forward-messages', {
      code,
      handler: 'forward-messages',
      description: `Pass messages of guests on to the web channel ${channelId}`,
      environment: { API_URL: apiUrl, CHANNEL_ID: channelId, SECRET_ARN: credentials.secretArn },
      // The attempts of the client, with a token before.
      timeout: Duration.seconds(29),
      reservedConcurrency: undefined,
      logLevel: 'INFO',
      logDays,
    });
    this.function = made.function;
    credentials.grantRead(this.function);
    Validations.of(this.function).acknowledge({
      id: 'Serverless-LambdaDLQ',
      reason: 'The page waits for the answer: there are no asynchronous invocations, and its guest sees a failure.',
    });
  }
}
