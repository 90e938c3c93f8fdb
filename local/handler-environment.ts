import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { nameTableVariable, tables } from '#tables';
import { type Config, StartError } from './config.ts';
import { keepSecret } from './data-dir.ts';
import { nameTable } from './tables.ts';

const fileName = 'id-key';

/**
 * Gives the key of conversation ids (`ID_KEY`), made at the first start, before the store. Without it the
 * conversations can't be found.
 * @throws StartError when the file is gone and the store is not, or holds something else.
 */
export async function openIdKey(dataDir: string): Promise<string> {
  const remedy = `Restore ${dataDir}/${fileName}, or delete ${dataDir} to begin anew: what is stored cannot be found without it.`;
  const key = await keepSecret(dataDir, fileName, () => {
    if (existsSync(join(dataDir, 'dynamodb'))) throw new StartError(`There is a store, but not its key. ${remedy}`);
    return randomBytes(32).toString('base64url');
  });
  if (/^[\w-]{43}$/.test(key)) return key;
  throw new StartError(`The key of the store is not 32 bytes in base64url. ${remedy}`);
}

/**
 * Gives the environment of the handlers; undefined means that the variable must be absent.
 * @param endpoint - the address of DynamoDB.
 * @param isEmbedded - a DynamoDB in this process is never shown the user's own credentials.
 */
export function makeHandlerEnvironment(
  config: Config,
  { idKey, endpoint, isEmbedded }: { idKey: string; endpoint: string; isEmbedded: boolean },
): Record<string, string | undefined> {
  const { AWS_ACCESS_KEY_ID, AWS_PROFILE, AWS_REGION, AWS_DEFAULT_REGION } = process.env;
  return {
    ...Object.fromEntries(Object.keys(tables).map((table) => [nameTableVariable(table), nameTable(table)])),
    ID_KEY: idKey,
    SCOPE_PREFIX: undefined,
    SCOPE_CLAIMS: undefined,
    QUEUE_CLAIMS: undefined,
    QUEUE_BOUND_CLIENTS: config.queueBoundClients,
    REQUIRE_PRECONDITIONS: config.requirePreconditions ? 'true' : undefined,
    DEFINED_NAMES_ONLY: config.definedNamesOnly ? 'true' : undefined,
    SHARED_EXECUTIONS: config.sharedExecutions ? 'true' : undefined,
    COMPACT_IDS: 'true',
    RECORD_WRITERS: config.events || config.changes ? 'true' : undefined,
    ...(!config.changes && { CHANGES_TABLE: undefined }),
    LOG_LEVEL: config.logLevel,
    PENDING_LEASE_SECONDS: String(config.pendingLeaseSeconds),
    ACTIVE_MAX_SECONDS: config.activeMaxSeconds?.toString(),
    WRAPUP_MAX_SECONDS: String(config.wrapupMaxSeconds),
    AWS_REGION: AWS_REGION || AWS_DEFAULT_REGION || 'us-east-1',
    AWS_ENDPOINT_URL_DYNAMODB: endpoint,
    ...((isEmbedded || !(AWS_ACCESS_KEY_ID || AWS_PROFILE)) && {
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_SESSION_TOKEN: undefined,
      AWS_PROFILE: undefined,
    }),
  };
}

/** Sets variables of this process, and gives the function that sets them back. */
export function setEnvironment(variables: Readonly<Record<string, string | undefined>>): () => void {
  const before = Object.fromEntries(Object.keys(variables).map((name) => [name, process.env[name]]));
  assign(variables);
  return () => assign(before);
}

function assign(variables: Readonly<Record<string, string | undefined>>): void {
  for (const [name, value] of Object.entries(variables)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
}
