import { once } from 'node:events';
import type { Server } from 'node:http';
import { join } from 'node:path';
import dynalite from 'dynalite';
import stores from 'dynalite/db/index.js';
import { inMemory, StartError } from './config.ts';

/** A DynamoDB that this process serves. */
export interface EmbeddedDynamoDb {
  readonly endpoint: string;
  /** Stops it after the requests under way; what was acknowledged is on disk. */
  close(): Promise<void>;
}

/**
 * Starts dynalite on a free port of 127.0.0.1, with its files in `DATA_DIR/dynamodb`.
 * @throws StartError when another server has the files open: LevelDB allows one process.
 */
export async function startDynamoDb(dataDir: string): Promise<EmbeddedDynamoDb> {
  const server = await openStore(dataDir);
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
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    close: async () => {
      const closed = new Promise<void>((resolve, reject) =>
        server.close((error) => (error ? reject(error) : resolve())),
      );
      server.closeIdleConnections();
      await closed;
    },
  };
}

async function openStore(dataDir: string): Promise<Server> {
  // dynalite opens its files in the background, and a failure there would end the process at the first request: open them here.
  const { create } = stores;
  let opened: Promise<void> | undefined;
  stores.create = (options) => {
    const store = create(options);
    opened = store.db.open();
    return store;
  };
  let server: Server;
  try {
    server = dynalite({
      ...(dataDir !== inMemory && { path: join(dataDir, 'dynamodb') }),
      createTableMs: 0,
      deleteTableMs: 0,
      updateTableMs: 0,
    });
  } finally {
    stores.create = create;
  }
  try {
    await opened;
    return server;
  } catch (error) {
    throw explain(error, dataDir);
  }
}

function explain(error: unknown, dataDir: string): unknown {
  const cause = error instanceof Error ? error.cause : undefined;
  if (!(cause instanceof Error && 'code' in cause)) return error;
  if (cause.code === 'LEVEL_LOCKED') {
    return new StartError(
      `DATA_DIR "${dataDir}" is in use by another server. Stop that one, or keep this one's data elsewhere: DATA_DIR=other npm start`,
    );
  }
  return new StartError(`The store in DATA_DIR "${dataDir}" does not open: ${cause.message}`);
}
