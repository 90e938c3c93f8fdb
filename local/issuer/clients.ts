import { createHash, timingSafeEqual } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import * as v from 'valibot';
import type { Scope } from '#contract/contract.ts';
import { scopes } from '#contract/operations.ts';
import { isNameScope, type NameScope, nameScopeWords } from '#contract/secured-scopes.ts';
import { StartError } from '../config.ts';

/** A client that may get access tokens. */
export interface Client {
  readonly id: string;
  readonly secret: string;
  readonly scopes: readonly (Scope | NameScope)[];
  /** The call queues it has the right to, space-separated, or `*`. */
  readonly queues: string;
}

/** The client that is always there, with every scope and call queue. */
export const localClient: Client = { id: 'local', secret: 'local-secret', scopes, queues: '*' };

// RFC 6749, appendix A.1 and A.2: visible ASCII. The first colon of Basic credentials ends the id.
const clientsSchema = v.array(
  v.strictObject({
    id: v.pipe(v.string(), v.regex(/^[\x20-\x39\x3b-\x7e]+$/, 'must be printable ASCII without a colon')),
    secret: v.pipe(v.string(), v.regex(/^[\x20-\x7e]+$/, 'must be printable ASCII')),
    scopes: v.pipe(
      v.array(
        v.union(
          [v.picklist(scopes), v.custom<NameScope>((given) => typeof given === 'string' && isNameScope(given))],
          ({ received }) => `is ${received}; it must be one of ${scopes.join(', ')}, or ${nameScopeWords}`,
        ),
      ),
      v.nonEmpty('must name at least one scope'),
    ),
    queues: v.pipe(
      v.string(),
      v.regex(/^(\*|[^\s*]+( [^\s*]+)*|)$/, 'must be "*" or ids of call queues with one space between'),
    ),
  }),
);

/**
 * Reads the clients of `CLIENTS_FILE`, to which `local` is added.
 * @throws StartError that names the file, the entry and what is wrong with it.
 */
export async function readClients(file: string | undefined): Promise<ReadonlyMap<string, Client>> {
  const clients = new Map([[localClient.id, localClient]]);
  for (const [index, client] of (file === undefined ? [] : await parse(file)).entries()) {
    if (clients.has(client.id)) {
      throw new StartError(
        `CLIENTS_FILE "${file}", entry ${index + 1}: the id "${client.id}" is taken; give it another.`,
      );
    }
    clients.set(client.id, client);
  }
  return clients;
}

async function parse(file: string): Promise<readonly Client[]> {
  let json: unknown;
  try {
    json = JSON.parse(await readFile(file, 'utf8'));
  } catch (cause) {
    throw new StartError(`CLIENTS_FILE "${file}" cannot be read: ${cause instanceof Error ? cause.message : cause}`);
  }
  const result = v.safeParse(clientsSchema, json);
  if (result.success) return result.output;
  throw new StartError(`CLIENTS_FILE "${file}"${describe(result.issues[0])}`);
}

function describe(issue: v.InferIssue<typeof clientsSchema>): string {
  const [entry, ...field] = issue.path?.map(({ key }) => key) ?? [];
  if (typeof entry !== 'number') return ' must hold a list: [{"id", "secret", "scopes": [...], "queues"}, ...]';
  return `, entry ${entry + 1}, ${field.join('.') || 'as a whole'}: ${issue.message}`;
}

/**
 * Gives the client that knows the secret. The time it takes says nothing about ids or secrets.
 */
export function authenticate(clients: ReadonlyMap<string, Client>, id: string, secret: string): Client | undefined {
  const client = clients.get(id);
  const matches = timingSafeEqual(hashSecret(secret), hashSecret(client?.secret ?? ''));
  return matches ? client : undefined;
}

function hashSecret(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
