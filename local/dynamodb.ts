import { once } from 'node:events';
import { readdirSync, statSync } from 'node:fs';
import type { Server } from 'node:http';
import { join } from 'node:path';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import dynalite from 'dynalite';
import stores, { type Store } from 'dynalite/db/index.js';
import { formatCommand, quote } from './command-line.ts';
import { inMemory, StartError } from './config.ts';
import { answer } from './dynalite/answer.ts';
import { DiskEntries } from './dynalite/disk-entries.ts';
import { type Entries, MemoryEntries } from './dynalite/entries.ts';
import { rememberExpressions } from './dynalite/remember-expressions.ts';
import { createStore } from './dynalite/store.ts';
import { keepUnchangedIndexes } from './dynalite/update-indexes.ts';
import { InProcessHandler } from './in-process-handler.ts';

/** What a client does for the wire alone: dynalite reads neither signatures nor these headers. */
const OF_THE_WIRE = [
  'httpAuthSchemeMiddleware',
  'httpSigningMiddleware',
  'contentLengthMiddleware',
  'getUserAgentMiddleware',
  'hostHeaderMiddleware',
  'recursionDetectionMiddleware',
];

/** Another server has the files of the store open. */
export class StoreInUse extends Error {
  override readonly name = 'StoreInUse';
}

/** A DynamoDB that this process serves. */
export interface EmbeddedDynamoDb {
  readonly endpoint: string;
  /** Sends the requests of a client of this process to it without a socket, from now on. */
  connect(client: DynamoDBClient | DynamoDBDocumentClient): void;
  /** Stops it after the requests under way; what was acknowledged is on disk. */
  close(): Promise<void>;
}

/**
 * Starts dynalite on a free port of 127.0.0.1, with its files in `DATA_DIR/dynamodb`.
 * @throws StoreInUse when another server has the files open: LevelDB allows one process.
 * @throws StartError when they are damaged.
 */
export async function startDynamoDb(dataDir: string): Promise<EmbeddedDynamoDb> {
  rememberExpressions();
  keepUnchangedIndexes();
  const store = createStore(await openEntries(dataDir));
  const server = serve(store);
  server.on('request', (request) => {
    // dynalite throws, and so ends the process, when a client gives up in the middle of a request: an SDK timeout does.
    request.removeAllListeners('error').on('error', () => undefined);
  });
  // After Node's 5 seconds it would close connections on which a client is just sending.
  server.keepAliveTimeout = 600_000;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error(`dynalite listens on ${address}, not on a port`);
  const handler = new InProcessHandler((target, body) => answer(store, target, body));
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    connect: ({ config, middlewareStack }) => {
      config.requestHandler = handler;
      for (const name of OF_THE_WIRE) middlewareStack.remove(name);
    },
    close: async () => {
      await handler.close();
      const closed = new Promise<void>((resolve, reject) =>
        server.close((error) => (error ? reject(error) : resolve())),
      );
      server.closeIdleConnections();
      await closed;
    },
  };
}

/** The server of dynalite, over a store. */
function serve(store: Store): Server {
  const { create } = stores;
  stores.create = () => store;
  try {
    return dynalite({});
  } finally {
    stores.create = create;
  }
}

async function openEntries(dataDir: string): Promise<Entries> {
  if (dataDir === inMemory) return new MemoryEntries();
  requireCurrent(dataDir);
  try {
    return await DiskEntries.open(locateStore(dataDir));
  } catch (error) {
    throw explain(error, dataDir);
  }
}

function explain(error: unknown, dataDir: string): unknown {
  const cause = error instanceof Error ? error.cause : undefined;
  if (!(cause instanceof Error && 'code' in cause)) return error;
  if (cause.code === 'LEVEL_LOCKED') return new StoreInUse(`DATA_DIR "${dataDir}" is in use by another server`);
  return new StartError(explainDamage(dataDir, cause.message));
}

/** Where a data directory has the files of the store. */
export function locateStore(dataDir: string): string {
  return join(dataDir, 'dynamodb');
}

/** @throws StartError where LevelDB would begin a new store over the files of an old one: it takes CURRENT for its beginning. */
function requireCurrent(dataDir: string): void {
  const store = locateStore(dataDir);
  const files = statSync(store, { throwIfNoEntry: false })?.isDirectory() ? readdirSync(store) : [];
  if (files.includes('CURRENT') || !files.some((file) => /^MANIFEST-|\.(ldb|log)$/.test(file))) return;
  throw new StartError(explainDamage(dataDir, 'its file CURRENT is missing'));
}

/** Whether the embedded store has found its files damaged: it tells so by an exception that ends the process. */
export function isDamage(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && /^LEVEL_(CORRUPTION|IO_ERROR)$/.test(String(error.code));
}

/**
 * Says what to do about a store whose files are damaged.
 * @param cause - in LevelDB's words
 */
export function explainDamage(dataDir: string, cause: string): string {
  const store = locateStore(dataDir);
  return `The store in ${store} can't be used:
  ${cause}
To repair what can be repaired:
  ${formatCommand('npm run repair-data', { DATA_DIR: dataDir })}
To begin anew, and keep what is there elsewhere:
  mv ${quote(dataDir)} ${quote(`${dataDir}.damaged`)}`;
}
