import { ORIGINS_FORMAT, readOrigins } from '#cors';
import { defaultLeases } from '#domain/settings.ts';
import { consoleClientId } from './issuer/authorization.ts';

/** A setting or the machine does not allow the start. The message is for the user: it says what to do, and needs no stack. */
export class StartError extends Error {
  override readonly name = 'StartError';
}

/** What the local server reads from the environment. */
export interface Config {
  /** `PORT`: where the API listens; 0 takes any free port. @default 3000 */
  readonly port: number;
  /** `HOST`: the address at which it listens, 0.0.0.0 for every one of this machine. @default 127.0.0.1 */
  readonly host: string;
  /** `DATA_DIR`: where everything that outlives the server is kept; `memory` keeps nothing. @default .local */
  readonly dataDir: string;
  /** `TOKEN_SECONDS`: how long an access token of the local issuer is valid, 1 to 86400. @default 3600 */
  readonly tokenSeconds: number;
  /** `CLIENTS_FILE`: a JSON file with more clients of the local issuer. @default `local` is the only client */
  readonly clientsFile: string | undefined;
  /** `REQUIRE_PRECONDITIONS`: handed on to the handlers. @default false */
  readonly requirePreconditions: boolean;
  /** `QUEUE_BOUND_CLIENTS`: handed on to the handlers. @default the console */
  readonly queueBoundClients: string;
  /** `DEFINED_NAMES_ONLY`: handed on to the handlers. @default false */
  readonly definedNamesOnly: boolean;
  /** `SHARED_EXECUTIONS`: handed on to the handlers. @default false */
  readonly sharedExecutions: boolean;
  /** `EVENTS`: what happens to conversations is told (docs/events.md). @default false */
  readonly events: boolean;
  /** `EVENT_VALUES`: names of attributes whose values events have, separated by commas. @default none */
  readonly eventValues: readonly string[];
  /** `EVENTS_WEBHOOK`: where each event is sent, signed, as a deployed webhook is. @default nowhere */
  readonly eventsWebhook: string | undefined;
  /** `EVENTS_WEBHOOK_SECRET`: what they are signed with. @default one for trials, which the server prints */
  readonly eventsWebhookSecret: string;
  /** `CHANGES`: what changes in conversations is kept, by whom and when (docs/changes.md). @default false */
  readonly changes: boolean;
  /** `LOG_LEVEL`: handed on to the handlers. @default INFO */
  readonly logLevel: 'INFO' | 'DEBUG';
  /**
   * `LOG_FORMAT`: how the server tells of requests: `text`, a line for people, or `json`, the functions' own lines, as CloudWatch has
   * them. @default auto: text on a terminal
   */
  readonly logFormat: 'auto' | 'text' | 'json';
  /** `AWS_ENDPOINT_URL_DYNAMODB`, else `AWS_ENDPOINT_URL`: use this DynamoDB. @default one is started in this process */
  readonly dynamodbEndpoint: string | undefined;
  /** `AWS_ENDPOINT_URL_KMS`, else `AWS_ENDPOINT_URL`: use this KMS, with the key in `KMS_KEY_ID`. @default a stand-in is started in this process */
  readonly kmsEndpoint: string | undefined;
  /** `RATE_LIMIT`: requests per second above which the gateway answers 429, as API Gateway does. @default no limit */
  readonly rateLimit: number;
  /** `CORS_ORIGINS`: the origins whose pages may call the API, separated by commas, or `*`. @default none */
  readonly corsOrigins: readonly string[];
  /** `SWEEP_SECONDS`: the time between two sweeps; 0 for none. @default 60 */
  readonly sweepSeconds: number;
  /** `PENDING_LEASE_SECONDS`: handed on to the handlers. @default 3600 */
  readonly pendingLeaseSeconds: number;
  /** `ACTIVE_MAX_SECONDS`: handed on to the handlers. @default they take one by the channel type */
  readonly activeMaxSeconds: number | undefined;
  /** `WRAPUP_MAX_SECONDS`: handed on to the handlers. @default 3600 */
  readonly wrapupMaxSeconds: number;
}

/** The value of `DATA_DIR` that keeps everything in memory. */
export const inMemory = 'memory';

/** What signs events unless the environment names another. */
export const trialSecret = `whsec_${Buffer.from('local secret of webhooks').toString('base64')}`;

/** In seconds: the most that a deployment may set. */
const YEAR_SECONDS = 31_536_000;

/**
 * Reads and checks the settings; an empty variable counts as absent.
 * @throws StartError that names the variable, its value and what is allowed.
 */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  return {
    port: readInteger(env, 'PORT', 3000, 0, 65_535),
    host: env.HOST || '127.0.0.1',
    dataDir: env.DATA_DIR || '.local',
    tokenSeconds: readInteger(env, 'TOKEN_SECONDS', 3600, 1, 86_400),
    clientsFile: env.CLIENTS_FILE || undefined,
    requirePreconditions: readOneOf(env, 'REQUIRE_PRECONDITIONS', ['false', 'true']) === 'true',
    queueBoundClients: env.QUEUE_BOUND_CLIENTS || consoleClientId,
    definedNamesOnly: readOneOf(env, 'DEFINED_NAMES_ONLY', ['false', 'true']) === 'true',
    sharedExecutions: readOneOf(env, 'SHARED_EXECUTIONS', ['false', 'true']) === 'true',
    events: readOneOf(env, 'EVENTS', ['false', 'true']) === 'true',
    eventValues: (env.EVENT_VALUES || '').split(',').flatMap((name) => name.trim() || []),
    eventsWebhook: readUrl(env, 'EVENTS_WEBHOOK'),
    eventsWebhookSecret: env.EVENTS_WEBHOOK_SECRET || trialSecret,
    changes: readOneOf(env, 'CHANGES', ['false', 'true']) === 'true',
    logLevel: readOneOf(env, 'LOG_LEVEL', ['INFO', 'DEBUG']),
    logFormat: readOneOf(env, 'LOG_FORMAT', ['auto', 'text', 'json']),
    dynamodbEndpoint: readUrl(env, 'AWS_ENDPOINT_URL_DYNAMODB') ?? readUrl(env, 'AWS_ENDPOINT_URL'),
    kmsEndpoint: readUrl(env, 'AWS_ENDPOINT_URL_KMS') ?? readUrl(env, 'AWS_ENDPOINT_URL'),
    rateLimit: readInteger(env, 'RATE_LIMIT', 0, 1, 100_000) || Number.POSITIVE_INFINITY,
    corsOrigins: readOriginList(env, 'CORS_ORIGINS'),
    sweepSeconds: readInteger(env, 'SWEEP_SECONDS', 60, 0, 86_400),
    pendingLeaseSeconds: readInteger(env, 'PENDING_LEASE_SECONDS', defaultLeases.pendingSeconds, 1, YEAR_SECONDS),
    activeMaxSeconds: readInteger(env, 'ACTIVE_MAX_SECONDS', undefined, 1, YEAR_SECONDS),
    wrapupMaxSeconds: readInteger(env, 'WRAPUP_MAX_SECONDS', defaultLeases.wrapupSeconds, 1, YEAR_SECONDS),
  };
}

function readInteger<Fallback extends number | undefined>(
  env: NodeJS.ProcessEnv,
  name: string,
  fallback: Fallback,
  least: number,
  most: number,
): number | Fallback {
  const text = env[name];
  if (!text) return fallback;
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  throw new StartError(`${name} is "${text}"; it must be a whole number from ${least} to ${most}.`);
}

/** The first of the values is the default. */
function readOneOf<const T extends string>(env: NodeJS.ProcessEnv, name: string, values: readonly [T, ...T[]]): T {
  const text = env[name];
  if (!text) return values[0];
  const value = values.find((allowed) => allowed === text);
  if (value !== undefined) return value;
  throw new StartError(`${name} is "${text}"; it must be ${values.join(' or ')}.`);
}

function readOriginList(env: NodeJS.ProcessEnv, name: string): readonly string[] {
  const text = env[name];
  if (!text) return [];
  const given = readOrigins(text);
  if (given !== undefined) return given;
  throw new StartError(`${name} is "${text}"; it must be ${ORIGINS_FORMAT}.`);
}

function readUrl(env: NodeJS.ProcessEnv, name: string): string | undefined {
  const text = env[name];
  if (!text) return undefined;
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text;
  throw new StartError(`${name} is "${text}"; it must be an http or https URL such as http://127.0.0.1:4566.`);
}
