import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { locateKeyFile } from './key-file.ts';
import { arnOf, KeyStore } from './key-store.ts';
import { makeZeroCounts, type OperationName } from './operations.ts';
import { createKmsServer, type Fault } from './server.ts';

/** The alias of the key that the stand-in has from the start. */
export const defaultAlias = 'alias/conversation-attributes';

/** A running KMS stand-in. */
export interface Kms {
  /** For `AWS_ENDPOINT_URL_KMS`. */
  readonly url: string;
  /** The key of {@link defaultAlias}. */
  readonly keyId: string;
  readonly keyArn: string;
  /** A line to show when it starts. */
  readonly notice: string;
  /** Requests so far by operation, those that failed too. */
  readonly calls: Readonly<Record<OperationName, number>>;
  /** Makes an operation misbehave from now on; without a fault it behaves again. */
  fail(operation: OperationName, fault?: Fault): void;
  /** Stops listening and breaks open connections. */
  close(): Promise<void>;
}

/**
 * Starts a stand-in for AWS KMS on loopback. For development only: it checks no permissions, and its keys lie in a file.
 *
 * @param options.dataDir where `kms.json` (mode 0600) keeps keys and aliases. @default they last as long as the process
 * @param options.port @default any free one
 * @throws StartError when the file holds something else.
 */
export async function startKms({ dataDir, port = 0 }: { dataDir?: string; port?: number } = {}): Promise<Kms> {
  const file = dataDir === undefined ? undefined : locateKeyFile(dataDir);
  const store = new KeyStore(file);
  const keyId = store.aliases.find(([alias]) => alias === defaultAlias)?.[1] ?? createDefaultKey(store);
  const calls = makeZeroCounts();
  const faults = new Map<OperationName, Fault>();
  const server = createKmsServer(store, { calls, faults });
  await once(server.listen(port, '127.0.0.1'), 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    url,
    keyId,
    keyArn: arnOf(`key/${keyId}`),
    notice: `${url} (stand-in, for development only)`,
    calls,
    fail(operation, fault) {
      if (fault) faults.set(operation, fault);
      else faults.delete(operation);
    },
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

function createDefaultKey(store: KeyStore): string {
  const { id } = store.create('Wraps the data keys of secured values');
  store.setAlias(defaultAlias, id);
  return id;
}
