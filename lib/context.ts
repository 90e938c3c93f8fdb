import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { AgentAttributes } from '#contract/agent-attributes.ts';
import type { Clients } from './clients.ts';
import type { EventTargets } from './event-targets.ts';
import type { RouteLimits } from './route-limits.ts';

/** What a deployment may choose, each by `-c <key>=<value>` or under `context` of cdk.json. */
export interface Context {
  /**
   * Begins the names of the stacks and of the token domain, so that an account can hold several deployments.
   * @default 'conversation-attributes'
   */
  readonly name: string;
  /**
   * Days, 1 to 35, in which a table can be restored to any second. Values that an ended conversation left behind age
   * out of the backups after as many.
   * @default 7
   */
  readonly recoveryDays: number;
  /**
   * Days for which logs are kept; one of the figures that CloudWatch Logs knows.
   * @default 30
   */
  readonly logDays: RetentionDays;
  /**
   * `DEBUG` makes the functions log more than they do with `INFO`.
   * @default 'INFO'
   */
  readonly logLevel: 'INFO' | 'DEBUG';
  /**
   * Requests per second, over all routes, above which the API answers 429.
   * @default 500
   */
  readonly rateLimit: number;
  /**
   * Requests that may come at once above `rateLimit`.
   * @default 1000
   */
  readonly burstLimit: number;
  /**
   * Limits of single operations, which hold for each of their paths instead of `rateLimit` and `burstLimit`.
   * @default - 25 requests a second, 50 at once, for each of the lists: `find-conversations`, `list-interactions` and `get-contact-log`
   */
  readonly routeLimits: RouteLimits | undefined;
  /**
   * How many runs of a function there may be at once, by its name. AWS keeps as many for it alone.
   * @default - as many as the account has room for
   */
  readonly reservedConcurrency: ReadonlyMap<string, number> | undefined;
  /**
   * A patch of attributes that names no version is refused (428).
   * @default false
   */
  readonly requirePreconditions: boolean;
  /**
   * Attributes without a definition are refused (422).
   * @default false
   */
  readonly definedNamesOnly: boolean;
  /**
   * Any client that may use flows may use any flow execution. Without, an execution belongs to the client that wrote in it first.
   * @default false
   */
  readonly sharedExecutions: boolean;
  /**
   * The clients whose callers see, in lists and in what they read of a conversation, only the call queues that their tokens name,
   * separated by commas; `*`: all. The console is always one of them.
   * @default - none but the console
   */
  readonly queueBoundClients: readonly string[] | undefined;
  /**
   * Seconds, 60 to 31,536,000, after which pending writes that were not flushed are applied, from the first of a flow
   * execution on.
   * @default - 3,600 (an hour), which is the functions' own
   */
  readonly pendingLeaseSeconds: number | undefined;
  /**
   * Seconds, 60 to 31,536,000, after which an active conversation is ended, from its start on.
   * @default - 86,400 (a day), which is the functions' own
   */
  readonly activeMaxSeconds: number | undefined;
  /**
   * Seconds, 60 to 31,536,000, after which a conversation in wrap-up is handled, from its end on.
   * @default - 3,600 (an hour), which is the functions' own
   */
  readonly wrapupMaxSeconds: number | undefined;
  /**
   * Partitions that the lists spread the conversations of a day over, 4 to 64. Each takes 250 new conversations a second, and each
   * page of a list asks them all. May be raised at any time. Lowered, the lists lack what is in the others.
   * @default - 4, which is the functions' own
   */
  readonly listShards: number | undefined;
  /**
   * ARN of the symmetric KMS key, in the region of the stacks, of this account or another, under which the data keys of
   * secured attributes are wrapped.
   * @default - a key is made, with rotation
   */
  readonly kmsKeyArn: string | undefined;
  /**
   * ARNs of KMS keys, in the same region, that data keys may still be wrapped under: the functions may open those, and make none.
   * @default - none
   */
  readonly formerKmsKeyArns: readonly string[] | undefined;
  /**
   * Names of existing tables, in the account and region of the stacks, that replace those that would be made:
   * restored ones, or those of a stack that is gone. Their protection is up to you (`docs/restore.md`).
   * @default - tables are made
   */
  readonly changesTable: string | undefined;
  readonly conversationsTable: string | undefined;
  readonly dataKeysTable: string | undefined;
  readonly erasuresTable: string | undefined;
  readonly settingsTable: string | undefined;
  /**
   * How many of the newer indexes the table of conversations has, in the order of `src/tables.ts`. CloudFormation adds one in each
   * deployment: an upgrade from 0.1.0 begins with 0 (`docs/deploying.md`).
   * @default - all
   */
  readonly newIndexes: number;
  /**
   * ARN of the secret that holds the id key under which the tables were written.
   * @default - one is made
   */
  readonly idKeyArn: string | undefined;
  /**
   * The programs that get tokens of the Cognito user pool, with their scopes and call queues. Not with an `issuer`.
   * @default - one, `default`, with every scope and call queue
   */
  readonly clients: Clients | undefined;
  /**
   * URL of an OpenID Connect issuer whose access tokens the API takes, exactly as in their `iss` claim.
   * Needs `audience`.
   * @default - a Cognito user pool is made
   */
  readonly issuer: string | undefined;
  /**
   * What the `aud` (or `client_id`) claim may be, separated by commas. Needs `issuer`.
   * @default - the clients of the Cognito user pool
   */
  readonly audience: readonly string[] | undefined;
  /**
   * What the issuer puts before the names of scopes. Needs `issuer`: Cognito's are known.
   * @default - 'conversation-attributes/' with Cognito, nothing with an `issuer`
   */
  readonly scopePrefix: string | undefined;
  /**
   * The claims of a token that hold scopes, as texts with blanks between or as lists, separated by commas. Needs `issuer`.
   * @default - `scope,scp,roles,permissions`, which is the functions' own
   */
  readonly scopeClaims: readonly string[] | undefined;
  /**
   * The claims of a token that hold the call queues it gives the right to, likewise. Needs `issuer`.
   * @default - `queues`, which is the functions' own
   */
  readonly queueClaims: readonly string[] | undefined;
  /**
   * URL to which `POST /oauth/token` is passed on.
   * @default - Cognito's; with an `issuer` there is no such route
   */
  readonly tokenUrl: string | undefined;
  /**
   * Host name of the API. Needs `certificateArn`.
   * @default - the one that API Gateway gives it, another one for each API that is made
   */
  readonly domainName: string | undefined;
  /**
   * ARN of a certificate of AWS Certificate Manager for that name, in the region of the stacks. Needs `domainName`.
   * @default - none
   */
  readonly certificateArn: string | undefined;
  /**
   * Id of the Route 53 zone in which that name gets an alias record. Needs `domainName`.
   * @default - none: the output `DomainTarget` says what the name must point at
   */
  readonly hostedZoneId: string | undefined;
  /**
   * ARN of an instance of Amazon Connect, in the account and region of the stacks, whose flows may set and get, and whose contacts are
   * followed.
   * @default - none: nothing of it is deployed
   */
  readonly connectInstanceArn: string | undefined;
  /**
   * Functions for state machines of AWS Step Functions (`lib/flows`) are deployed.
   * @default false
   */
  readonly stepFunctions: boolean;
  /**
   * The console is deployed, and people may sign in to it with Cognito. Not with an `issuer`.
   * @default false
   */
  readonly console: boolean;
  /**
   * AI agents are served by the Model Context Protocol at `/mcp`, with these attributes, or with any (`true`).
   * @default - they are not
   */
  readonly mcp: AgentAttributes | undefined;
  /**
   * What happens to conversations is told on an event bus, which has the name of the deployment (docs/events.md).
   * @default false
   */
  readonly events: boolean;
  /**
   * Names of attributes whose values events have, separated by commas. Needs `events`.
   * @default - none: events have names alone
   */
  readonly eventValues: readonly string[] | undefined;
  /**
   * Where events go from the bus, by names: webhooks, queues, files in S3. Needs `events`.
   * @default - nowhere: rules are put on the bus by others
   */
  readonly eventTargets: EventTargets | undefined;
  /**
   * What has changed in conversations is kept, by whom and when, for as long as they are (docs/changes.md).
   * @default false
   */
  readonly changes: boolean;
  /**
   * ARN of the stream of `conversationsTable`, with new and old images. With `events` or `changes` a table that is there needs it.
   * @default - the table that is made has its own
   */
  readonly conversationsStreamArn: string | undefined;
  /**
   * The origins whose pages may call the API from a browser, separated by commas, or `*`.
   * @default - none
   */
  readonly corsOrigins: readonly string[] | undefined;
  /**
   * ARN of an SNS topic that is told when an alarm is raised, and when it is over. Not with `alarmEmail`.
   * @default - none: alarms are seen on the dashboard only
   */
  readonly alarmTopicArn: string | undefined;
  /**
   * E-mail address that is told the same, once it has confirmed the subscription. Not with `alarmTopicArn`.
   * @default - none
   */
  readonly alarmEmail: string | undefined;
  /**
   * Write units of the table of conversations in an hour, above which an alarm is raised.
   * @default 1000000
   */
  readonly alarmWriteUnits: number;
}
