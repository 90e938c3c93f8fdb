import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { AGENT_ATTRIBUTES_FORMAT, readAgentAttributes } from '#contract/agent-attributes.ts';
import { ORIGINS_FORMAT, readOrigins } from '#cors';
import { listNewIndexes } from '#tables';
import { clientsKey } from './clients.ts';
import type { Context } from './context.ts';
import { fromText, type Key, oneOf, text, whole } from './context-key.ts';
import { eventTargetsKey } from './event-targets.ts';
import { reservedConcurrencyKey } from './reserved-concurrency.ts';
import { routeLimitsKey } from './route-limits.ts';

// For ever is no choice: nothing should outlive its conversation by that much.
const logDays = Object.values(RetentionDays).filter(
  (days): days is RetentionDays => typeof days === 'number' && days !== RetentionDays.INFINITE,
);

// The sweeper looks once a minute. A year is for callbacks and tasks that wait long.
const lease = whole(60, 31_536_000, undefined);
const httpsUrl = /^https:\/\/[^\s?#]+$/;

const names: Key<readonly string[] | undefined> = {
  right: 'names separated by commas',
  read: fromText((value) => {
    const given = value.split(',').map((name) => name.trim());
    return given.includes('') ? undefined : given;
  }),
  fallback: undefined,
};

const kmsKeyArn =
  /^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/(mrk-[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

const existingTable = text(
  /^[A-Za-z0-9_.-]{3,255}$/,
  'the name of a DynamoDB table of this account and region, not its ARN',
  undefined,
);

/** How each key of the context is read. */
export const keys: { readonly [K in keyof Context]: Key<Context[K]> } = {
  // It begins a domain, and Cognito refuses these words in one.
  name: text(
    /^(?!.*(aws|amazon|cognito))[a-z][a-z0-9-]{0,38}[a-z0-9]$/,
    '2 to 40 lower-case letters, digits and hyphens, a letter first, no hyphen last, without "aws", "amazon", "cognito"',
    'conversation-attributes',
  ),
  recoveryDays: whole(1, 35, 7),
  logDays: oneOf(logDays, RetentionDays.ONE_MONTH),
  logLevel: oneOf(['INFO', 'DEBUG'], 'INFO'),
  rateLimit: whole(1, 10_000, 500),
  burstLimit: whole(1, 5_000, 1_000),
  routeLimits: routeLimitsKey,
  reservedConcurrency: reservedConcurrencyKey,
  requirePreconditions: oneOf([true, false], false),
  definedNamesOnly: oneOf([true, false], false),
  sharedExecutions: oneOf([true, false], false),
  queueBoundClients: names,
  pendingLeaseSeconds: lease,
  activeMaxSeconds: lease,
  wrapupMaxSeconds: lease,
  listShards: whole(4, 64, undefined),
  // By an alias IAM would not find it.
  kmsKeyArn: text(
    kmsKeyArn,
    'the ARN of a KMS key, as arn:aws:kms:<region>:<account>:key/<id>, not of an alias',
    undefined,
  ),
  formerKmsKeyArns: {
    right: 'ARNs of KMS keys separated by commas, as arn:aws:kms:<region>:<account>:key/<id>, not of aliases',
    read: fromText((value) => {
      const given = value.split(',').map((arn) => arn.trim());
      return given.every((arn) => kmsKeyArn.test(arn)) ? given : undefined;
    }),
    fallback: undefined,
  },
  changesTable: existingTable,
  conversationsTable: existingTable,
  dataKeysTable: existingTable,
  erasuresTable: existingTable,
  settingsTable: existingTable,
  newIndexes: whole(0, listNewIndexes().length, listNewIndexes().length),
  // Whole, with the characters that Secrets Manager adds: a dynamic reference needs them.
  idKeyArn: text(
    /^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:[\w/+=.@-]+-[A-Za-z0-9]{6}$/,
    'the whole ARN of a secret, as arn:aws:secretsmanager:<region>:<account>:secret:<name>-<6 characters>',
    undefined,
  ),
  clients: clientsKey,
  issuer: text(httpsUrl, 'an https URL without query, as in the tokens', undefined),
  audience: names,
  scopeClaims: names,
  queueClaims: names,
  scopePrefix: text(/^[\x21\x23-\x5B\x5D-\x7E]*$/, 'what a scope may hold (RFC 6749, section 3.3)', undefined),
  tokenUrl: text(httpsUrl, 'an https URL without query', undefined),
  domainName: text(
    /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/,
    'a host name in lower case, such as facts.example.com',
    undefined,
  ),
  certificateArn: text(
    /^arn:aws[a-z-]*:acm:[a-z0-9-]+:\d{12}:certificate\/[0-9a-f-]{36}$/,
    'the ARN of a certificate, as arn:aws:acm:<region>:<account>:certificate/<id>',
    undefined,
  ),
  hostedZoneId: text(/^Z[A-Z0-9]{1,31}$/, 'the id of a Route 53 zone, as Z0123456789ABCDEFGHIJ', undefined),
  connectInstanceArn: text(
    /^arn:aws[a-z-]*:connect:[a-z0-9-]+:\d{12}:instance\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
    'the ARN of an instance of Amazon Connect, as arn:aws:connect:<region>:<account>:instance/<id>',
    undefined,
  ),
  stepFunctions: oneOf([true, false], false),
  console: oneOf([true, false], false),
  mcp: { right: AGENT_ATTRIBUTES_FORMAT, read: readAgentAttributes, fallback: undefined },
  events: oneOf([true, false], false),
  eventValues: names,
  eventTargets: eventTargetsKey,
  changes: oneOf([true, false], false),
  conversationsStreamArn: text(
    /^arn:aws[a-z-]*:dynamodb:[a-z0-9-]+:\d{12}:table\/[A-Za-z0-9_.-]{3,255}\/stream\/[0-9T:.-]+$/,
    'the ARN of a stream, as arn:aws:dynamodb:<region>:<account>:table/<name>/stream/<time>',
    undefined,
  ),
  corsOrigins: { right: ORIGINS_FORMAT, read: fromText(readOrigins), fallback: undefined },
  alarmTopicArn: text(
    /^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]{1,256}$/,
    'the ARN of an SNS topic, as arn:aws:sns:<region>:<account>:<name>',
    undefined,
  ),
  alarmEmail: text(/^[^\s@]+@[^\s@]+\.[^\s@]+$/, 'an e-mail address', undefined),
  alarmWriteUnits: whole(1, 1_000_000_000_000, 1_000_000),
};
