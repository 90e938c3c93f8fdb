import { setImmediate as giveWay } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { pathsOf } from '#contract/contract.ts';
import { jobs } from '#contract/jobs.ts';
import { operations } from '#contract/operations.ts';
import { describeMcp, mcpMetadataPaths, mcpRoute, serveMcp } from '#contract/triggers/mcp.ts';
import { tables } from '#tables';
import { LocalChanges } from './changes.ts';
import { suggestStart } from './command-line.ts';
import { type Config, inMemory, readConfig, StartError } from './config.ts';
import { listConsoleUrls, makeConsoleRoutes } from './console.ts';
import { openDataDir } from './data-dir.ts';
import { type EmbeddedDynamoDb, StoreInUse, startDynamoDb } from './dynamodb.ts';
import { type Listener, LocalEvents } from './events.ts';
import { EventsWebhook } from './events-webhook.ts';
import { createAuthorizer } from './gateway/authorizer.ts';
import { PortTaken, startGateway } from './gateway/gateway.ts';
import { type Handler, invoke } from './gateway/invoke.ts';
import { importHandler, type LoadHandler } from './gateway/load-handler.ts';
import type { Answered } from './gateway/receive.ts';
import type { RoutePattern } from './gateway/router.ts';
import { makeHandlerEnvironment, openIdKey, setEnvironment } from './handler-environment.ts';
import { localClient, readClients } from './issuer/clients.ts';
import { audience, createIssuer } from './issuer/issuer.ts';
import { type MakeSigningKey, openSigningKey } from './issuer/signing-key.ts';
import { requireKeysOfStore } from './kms/key-file.ts';
import { type Kms, startKms } from './kms/start.ts';
import { referenceRoutes } from './reference.ts';
import { createTables } from './tables.ts';

/** How to start; what is left out comes from the environment (see Config). */
export interface LocalOptions extends Partial<Config> {
  /** Gives the handlers. @default those of `lambdas/`, which a process imports once: only its first server can have them */
  readonly load?: LoadHandler;
  /** Makes the key that signs tokens, where the data directory has none. @default a new one */
  readonly makeSigningKey?: MakeSigningKey;
  /** How long a function may take, in milliseconds. @default 10,000, as a deployed one */
  readonly functionMs?: number;
  /** The clock of `RATE_LIMIT`, in milliseconds. @default `performance.now` */
  readonly now?: () => number;
  /** Told of each request that was answered. @default nobody is */
  readonly answered?: (request: Answered) => void;
}

const functionRoutes = operations.flatMap((route) => pathsOf(route).map((path) => ({ ...route, path })));

const mcpRoutes = [
  ...mcpRoute.methods.map((method) => ({
    operation: serveMcp.operation,
    method,
    path: mcpRoute.path,
    scope: serveMcp.scopes[0],
  })),
  ...mcpMetadataPaths.map((path) => ({
    operation: describeMcp.operation,
    method: 'GET' as const,
    path,
    scope: undefined,
  })),
];

/** What can be got can be asked for by HEAD: API Gateway takes that for a route of its own. */
function addHead<R extends RoutePattern>(route: R): readonly R[] {
  return route.method === 'GET' ? [route, { ...route, method: 'HEAD' }] : [route];
}

/** Answers what no route matches; it sits behind the authorizer too. */
const defaultOperation = 'not-found';

/** The whole system, running in this process. */
export interface Local {
  /** Of the API and of the token issuer, without a slash at the end. */
  readonly url: string;
  /** Of the DynamoDB in use. */
  readonly dynamodbEndpoint: string;
  readonly config: Config;
  /**
   * Gives an access token.
   * @param scopes - space-separated. @default all that the client has
   * @param clientId - @default `local`
   */
  token(scopes?: string, clientId?: string): Promise<string>;
  /** Imports every handler now, rather than at its first request. @throws Error that names the file that does not load. */
  loadHandlers(): Promise<void>;
  /** The KMS in use: the stand-in, unless the environment names another. */
  readonly kms: Kms | undefined;
  /** Does what is due, now. The timer does it every `SWEEP_SECONDS`. */
  sweep(): Promise<void>;
  /**
   * Calls a listener with every event from now on, where there are any (`EVENTS`).
   * @returns the function that ends it
   */
  listen(listener: Listener): () => void;
  /** Answers the requests under way and stops everything. */
  close(): Promise<void>;
}

/**
 * Starts the store (unless the environment names one), creates the tables, sets the handlers' environment in `process.env` and serves
 * the API on 127.0.0.1.
 * @throws StartError when a setting, the port or the data directory does not allow it; nothing is left running then.
 */
export async function startLocal(options: LocalOptions = {}): Promise<Local> {
  if (isRunning)
    throw new Error('A local server runs in this process; close it first: handlers share the environment.');
  const { load: givenLoad, makeSigningKey, functionMs = 10_000, now, answered, ...settings } = options;
  let embedded: EmbeddedDynamoDb | undefined;
  const load = keepLoaded(givenLoad ?? importOnce(async () => embedded?.connect(await importClient())));
  const config: Config = { ...readConfig(process.env), ...settings };
  isRunning = true;
  const undo: Undo[] = [
    () => {
      isRunning = false;
    },
  ];
  const close = async () => {
    for (let step = undo.pop(); step; step = undo.pop()) await step();
  };
  try {
    await openDataDir(config.dataDir);
    const [clients, key, idKey] = await Promise.all([
      readClients(config.clientsFile),
      openSigningKey(config.dataDir, makeSigningKey),
      openIdKey(config.dataDir),
    ]);
    const kms = await openKms(config, undo);
    embedded = await openEmbedded(config, undo);
    const dynamodbEndpoint = await openTables(config, idKey, embedded, undo);
    const events = new LocalEvents({ values: config.eventValues });
    undo.push(...openWebhook(config, events));
    if (config.events) undo.push(await events.start());
    const changes = new LocalChanges();
    if (config.changes) undo.push(await changes.start());
    const issuerAt = (url: string) =>
      createIssuer({ url, key, clients, tokenSeconds: config.tokenSeconds, redirectUris: listConsoleUrls(url) });
    const gateway = await startGateway({
      port: config.port,
      host: config.host,
      limits: { functionMs, rate: config.rateLimit },
      ...(now && { now }),
      routing: (url) => ({
        routes: [
          ...issuerAt(url).routes,
          ...makeConsoleRoutes(url),
          ...referenceRoutes,
          ...(config.events ? [events.route] : []),
          ...functionRoutes,
          ...mcpRoutes,
        ].flatMap(addHead),
        defaultOperation,
        authorize: createAuthorizer({ issuer: url, audience, keys: key.jwks }),
        load,
        corsOrigins: config.corsOrigins,
        streams: changes,
        report: (problem, cause) => console.error(problem, cause),
        ...(answered && { answered }),
      }),
    });
    undo.push(gateway.close);
    const sweep = makeSweeper(load, Math.max(sweepMs, functionMs));
    undo.push(runEvery(config.sweepSeconds, sweep));
    return {
      kms,
      sweep,
      url: gateway.url,
      dynamodbEndpoint,
      config,
      token: async (scopes, clientId = localClient.id) => {
        const client = clients.get(clientId);
        if (!client) throw new Error(`There is no client "${clientId}"; there are ${[...clients.keys()].join(', ')}.`);
        return issuerAt(gateway.url).issue(client, scopes ?? client.scopes.join(' '));
      },
      loadHandlers: async () => {
        for (const operation of [...[...operations, ...jobs].map((one) => one.operation), defaultOperation]) {
          await load(operation);
          // Whoever asks for a token meanwhile does not wait for all of them.
          await giveWay();
        }
      },
      listen: (listener) => events.listen(listener),
      close,
    };
  } catch (error) {
    await close();
    throw await explain(error, config);
  }
}

/** Adds to what another server is in the way of a command that starts this one. */
async function explain(error: unknown, config: Config): Promise<unknown> {
  if (error instanceof PortTaken) {
    const command = await suggestStart(config);
    return new StartError(`${error.message}. Stop what listens there, or take another:\n  ${command}`);
  }
  if (error instanceof StoreInUse) {
    const command = await suggestStart({ ...config, dataDir: `${config.dataDir}-2` });
    return new StartError(`${error.message}. Stop that one, or keep this one's data elsewhere:\n  ${command}`);
  }
  return error;
}

/**
 * Starts the KMS stand-in unless the environment names a KMS, and tells the handlers where it is.
 * @throws StartError when there is no key: the user's KMS needs one of theirs, and a store those that it was written with.
 */
async function openKms({ kmsEndpoint, dataDir }: Config, undo: Undo[]): Promise<Kms | undefined> {
  if (kmsEndpoint !== undefined) {
    if (process.env.KMS_KEY_ID) return undefined;
    throw new StartError(
      `KMS_KEY_ID is missing; it must name a key of the KMS at ${kmsEndpoint}, which the environment names.`,
    );
  }
  if (dataDir !== inMemory) requireKeysOfStore(dataDir);
  const kms = await startKms(dataDir === inMemory ? {} : { dataDir });
  undo.push(kms.close, setEnvironment({ AWS_ENDPOINT_URL_KMS: kms.url, KMS_KEY_ID: kms.keyArn }));
  return kms;
}

/** Sends events to the webhook of the environment, if it names one. @throws StartError when its secret can't be used */
function openWebhook(config: Config, events: LocalEvents): Undo[] {
  const { eventsWebhook: url, eventsWebhookSecret: secret } = config;
  if (url === undefined) return [];
  if (!config.events) throw new StartError(`EVENTS_WEBHOOK is "${url}", but there are no events: set EVENTS=true.`);
  const webhook = new EventsWebhook({ url, secret, report: (problem) => console.error(problem) });
  return [() => webhook.close(), events.listen((event) => webhook.send(event))];
}

/** How long a run of the sweeper may take, as a deployed one; longer where other functions may. */
const sweepMs = 60_000;

/** Runs the sweeper's function as its schedule does; two runs never overlap. */
function makeSweeper(load: LoadHandler, milliseconds: number): () => Promise<void> {
  let running: Promise<unknown> = Promise.resolve();
  return async () => {
    const handler = await load('sweep');
    const run = running.then(() => invoke('sweep', handler, {} as Parameters<Handler>[0], milliseconds));
    running = run.catch(() => undefined);
    await run;
  };
}

function runEvery(seconds: number, work: () => Promise<void>): Undo {
  if (seconds === 0) return () => undefined;
  const timer = setInterval(() => {
    work().catch((error) => console.error('The sweep failed; the next one goes on.', error));
  }, seconds * 1000);
  return () => clearInterval(timer);
}

/** Starts the embedded DynamoDB unless the environment names one. */
async function openEmbedded(config: Config, undo: Undo[]): Promise<EmbeddedDynamoDb | undefined> {
  if (config.dynamodbEndpoint !== undefined) return undefined;
  const embedded = await startDynamoDb(config.dataDir);
  undo.push(embedded.close);
  return embedded;
}

/** Gives the address of DynamoDB, with the tables there and the environment set. */
async function openTables(
  config: Config,
  idKey: string,
  embedded: EmbeddedDynamoDb | undefined,
  undo: Undo[],
): Promise<string> {
  const endpoint = embedded?.endpoint ?? config.dynamodbEndpoint ?? '';
  undo.push(setEnvironment(makeHandlerEnvironment(config, { idKey, endpoint, isEmbedded: embedded !== undefined })));
  const client = new DynamoDBClient({});
  embedded?.connect(client);
  try {
    await createTables(client, tables);
    if (!process.env.AWS_ACCESS_KEY_ID) undo.push(await setCredentials(client));
    return endpoint;
  } catch (error) {
    if (error instanceof StartError || embedded) throw error;
    throw new StartError(`The DynamoDB at ${endpoint}, which the environment names, does not answer as one: ${error}`);
  } finally {
    client.destroy();
  }
}

/** Puts the credentials of a profile into the environment: handlers have theirs there alone, as on Lambda. */
async function setCredentials({ config }: DynamoDBClient): Promise<Undo> {
  const { accessKeyId, secretAccessKey, sessionToken } = await config.credentials();
  return setEnvironment({
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
  });
}

type Undo = () => void | Promise<void>;

let isRunning = false;
let hasImported = false;

/** @param connect - called before the first handler is given */
function importOnce(connect: () => Promise<void>): LoadHandler {
  if (hasImported) throw new Error('The handlers keep the environment of their first server: start another process.');
  let connected: Promise<void> | undefined;
  return async (operation) => {
    hasImported = true;
    const handler = await importHandler(operation);
    connected ??= connect();
    await connected;
    return handler;
  };
}

/** The client of the handlers in this process. It reads the environment of handlers. */
async function importClient(): Promise<DynamoDBDocumentClient> {
  const { documentClient } = await import('#http/wiring/document-client.ts');
  return documentClient;
}

function keepLoaded(load: LoadHandler): LoadHandler {
  const loaded = new Map<string, Promise<Handler>>();
  return (operation) => {
    const handler = loaded.get(operation) ?? load(operation);
    loaded.set(operation, handler);
    return handler;
  };
}
