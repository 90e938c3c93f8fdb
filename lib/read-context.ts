import type { App } from 'aws-cdk-lib';
import { MAX_CLIENTS } from './clients.ts';
import type { Context } from './context.ts';
import { keys } from './context-keys.ts';

/**
 * Reads the context of the app.
 *
 * @throws Error naming the key, its value and what would be right, for a wrong value, a key that nothing reads and keys
 * that need one another
 */
export function readContext(app: App): Context {
  const given: Readonly<Record<string, unknown>> = app.node.getAllContext();
  // The CDK's own keys have a colon, a slash or a hyphen in them.
  const unknown = Object.keys(given).find((key) => /^[A-Za-z0-9_]+$/.test(key) && !Object.hasOwn(keys, key));
  if (unknown !== undefined) {
    throw new Error(`Context key "${unknown}" is not known. There are: ${Object.keys(keys).join(', ')}.`);
  }
  const read = <K extends keyof Context>(key: K): Context[K] => {
    const value = given[key];
    if (value === undefined) return keys[key].fallback;
    const result = keys[key].read(value, key);
    if (result !== undefined) return result;
    throw new Error(`Context "${key}" is ${JSON.stringify(value)}, but must be ${keys[key].right}.`);
  };
  const context: Context = {
    name: read('name'),
    recoveryDays: read('recoveryDays'),
    logDays: read('logDays'),
    logLevel: read('logLevel'),
    rateLimit: read('rateLimit'),
    burstLimit: read('burstLimit'),
    routeLimits: read('routeLimits'),
    reservedConcurrency: read('reservedConcurrency'),
    requirePreconditions: read('requirePreconditions'),
    definedNamesOnly: read('definedNamesOnly'),
    sharedExecutions: read('sharedExecutions'),
    queueBoundClients: read('queueBoundClients'),
    pendingLeaseSeconds: read('pendingLeaseSeconds'),
    activeMaxSeconds: read('activeMaxSeconds'),
    wrapupMaxSeconds: read('wrapupMaxSeconds'),
    listShards: read('listShards'),
    kmsKeyArn: read('kmsKeyArn'),
    formerKmsKeyArns: read('formerKmsKeyArns'),
    changesTable: read('changesTable'),
    conversationsTable: read('conversationsTable'),
    dataKeysTable: read('dataKeysTable'),
    erasuresTable: read('erasuresTable'),
    settingsTable: read('settingsTable'),
    newIndexes: read('newIndexes'),
    idKeyArn: read('idKeyArn'),
    clients: read('clients'),
    issuer: read('issuer'),
    audience: read('audience'),
    scopePrefix: read('scopePrefix'),
    scopeClaims: read('scopeClaims'),
    queueClaims: read('queueClaims'),
    tokenUrl: read('tokenUrl'),
    domainName: read('domainName'),
    certificateArn: read('certificateArn'),
    hostedZoneId: read('hostedZoneId'),
    connectInstanceArn: read('connectInstanceArn'),
    stepFunctions: read('stepFunctions'),
    console: read('console'),
    mcp: read('mcp'),
    events: read('events'),
    eventValues: read('eventValues'),
    eventTargets: read('eventTargets'),
    changes: read('changes'),
    conversationsStreamArn: read('conversationsStreamArn'),
    corsOrigins: read('corsOrigins'),
    alarmTopicArn: read('alarmTopicArn'),
    alarmEmail: read('alarmEmail'),
    alarmWriteUnits: read('alarmWriteUnits'),
  };
  assertGivenWith(context, 'issuer', 'audience');
  assertGivenWith(context, 'audience', 'issuer');
  assertGivenWith(context, 'domainName', 'certificateArn');
  for (const key of ['certificateArn', 'hostedZoneId'] as const) assertGivenWith(context, key, 'domainName');
  for (const key of ['scopePrefix', 'scopeClaims', 'queueClaims'] as const) assertGivenWith(context, key, 'issuer');
  if (context.clients !== undefined && context.issuer !== undefined) {
    throw new Error(
      `Context "clients" and "issuer" are both given, but the clients are those of the Cognito made without an issuer: leave one out.`,
    );
  }
  const switches = [
    ['eventValues', ['events']],
    ['eventTargets', ['events']],
    ['changesTable', ['changes']],
    ['conversationsStreamArn', ['events', 'changes']],
  ] as const;
  for (const [key, needs] of switches) assertServes(context, given, key, needs);
  const hasStream = context.events || context.changes;
  if (hasStream && (context.conversationsTable === undefined) !== (context.conversationsStreamArn === undefined)) {
    throw new Error(
      'With "events" or "changes", the context has "conversationsTable" and "conversationsStreamArn" or neither: a table that is there needs its stream.',
    );
  }
  if (context.console && context.issuer !== undefined) {
    throw new Error(
      'Context "console" is true and "issuer" is given, but people sign in to the console by the Cognito made without an issuer: leave one out.',
    );
  }
  if (context.console && context.clients?.size === MAX_CLIENTS) {
    throw new Error(
      `Context "clients" names ${MAX_CLIENTS} clients, but the console is one, too, and the gateway knows ${MAX_CLIENTS} in all: leave one out.`,
    );
  }
  if (context.alarmTopicArn !== undefined && context.alarmEmail !== undefined) {
    throw new Error(
      'Context "alarmTopicArn" and "alarmEmail" are both given, but alarms go to one topic: subscribe the address to it, and leave "alarmEmail" out.',
    );
  }
  return context;
}

function assertGivenWith(context: Context, key: keyof Context, other: keyof Context): void {
  if (context[key] !== undefined && context[other] === undefined) {
    throw new Error(
      `Context "${key}" is ${JSON.stringify(context[key])}, but "${other}" is missing: give both or neither.`,
    );
  }
}

/** What a key is for must be switched on. */
function assertServes(
  context: Context,
  given: Readonly<Record<string, unknown>>,
  key: keyof Context,
  switches: readonly ('events' | 'changes')[],
): void {
  if (context[key] === undefined || switches.some((one) => context[one])) return;
  const lacking = switches.map((one) => `no ${one}`).join(' and ');
  const remedy = switches.map((one) => `"${one}": true`).join(' or ');
  throw new Error(`Context "${key}" is ${JSON.stringify(given[key])}, but there are ${lacking}: give ${remedy}.`);
}
