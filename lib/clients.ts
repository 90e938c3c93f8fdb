import * as v from 'valibot';
import type { Scope } from '#contract/contract.ts';
import { scopes } from '#contract/operations.ts';
import { isNameScope, type NameScope, nameScopeWords } from '#contract/secured-scopes.ts';
import { readEntries, readFields } from './context-entries.ts';

/** A program that gets tokens of the Cognito made here, and what they let it do. */
export interface Client {
  /** The scopes it can have; a request for a token may name fewer. */
  readonly scopes: readonly (Scope | NameScope)[];
  /** The call queues it has the right to: ids with a space between, `*` for all, empty for none. */
  readonly queues: string;
}

/** Clients by their names. */
export type Clients = ReadonlyMap<string, Client>;

/** The clients unless the context names others: one that may do everything. */
export const defaultClients: Clients = new Map([['default', { scopes, queues: '*' }]]);

/** What an authorizer of an HTTP API takes for audiences. */
export const MAX_CLIENTS = 50;

/** What Cognito gives an app client (https://docs.aws.amazon.com/cognito/latest/developerguide/limits.html). */
const MAX_SCOPES = 50;

// A token travels in a header, in base64, and API Gateway takes 10,240 bytes of headers.
const MAX_QUEUES_BYTES = 4_096;

const SCOPES_FORMAT = `"*" or a list of scopes: ${scopes.join(', ')}, ${nameScopeWords}`;
const QUEUES_FORMAT = `call queues with one space between, "*" for all, or empty: ${MAX_QUEUES_BYTES} bytes at most`;

function isScope(given: unknown): boolean {
  return typeof given === 'string' && ((scopes as readonly string[]).includes(given) || isNameScope(given));
}

/** How the context key `clients` is read. */
export const clientsKey = readEntries<Client>({
  right: `a JSON object of 1 to ${MAX_CLIENTS} clients: {"<name>": {"scopes": ..., "queues": ...}}`,
  most: MAX_CLIENTS,
  // It begins the names of outputs.
  isName: (name) => /^[A-Za-z][A-Za-z0-9]{0,39}$/.test(name),
  rightName: '1 to 40 letters and digits, a letter first',
  entry: readFields({
    scopes: v.pipe(
      v.unknown(),
      v.transform((given) => (given === '*' ? scopes : given)),
      v.array(v.custom<Scope | NameScope>(isScope, `one of ${scopes.join(', ')}, or ${nameScopeWords}`), SCOPES_FORMAT),
      v.minLength(1, SCOPES_FORMAT),
      v.maxLength(MAX_SCOPES, `a list of ${MAX_SCOPES} scopes at most: Cognito gives a client no more`),
      v.check((list) => new Set(list).size === list.length, 'a list that names each scope once'),
    ),
    queues: v.pipe(
      v.string(QUEUES_FORMAT),
      v.regex(/^(\*|[^\s\p{C}*]+( [^\s\p{C}*]+)*|)$/u, QUEUES_FORMAT),
      v.maxBytes(MAX_QUEUES_BYTES, QUEUES_FORMAT),
    ),
  }),
});
