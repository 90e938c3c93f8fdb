import { defaultLeases, type Leases } from '#domain/settings.ts';

/** What the environment of a function says, read once at start. */
export interface Environment {
  readonly leases: Leases;
  /** The HMAC key of ids, in the functions that have to do with any. */
  readonly idKey: string | undefined;
  /** Shards of a day in the index of the lists. Default: the fewest. */
  readonly listShards: number | undefined;
  /** What the issuer puts before a scope's name: Cognito's are `resource-server/scope`. Default: nothing. */
  readonly scopePrefix: string;
  /** The claims of a token that hold scopes. Default: those of common issuers. */
  readonly scopeClaims: readonly string[];
  /** The claims of a token that hold the call queues it gives the right to. Default: `queues`. */
  readonly queueClaims: readonly string[];
  /**
   * The clients whose callers see, in lists and in what they read of a conversation, only the call queues that their tokens name; `*`
   * is every client. Default: none.
   */
  readonly queueBoundClients: ReadonlySet<string>;
  /** Whether a patch of attributes must name the version it was made from. Default: no. */
  readonly requirePreconditions: boolean;
  /** Whether attributes without a definition are refused. Default: no. */
  readonly definedNamesOnly: boolean;
  /** Whether any client may use any flow execution. Default: no, only the one that wrote in it first. */
  readonly sharedExecutions: boolean;
  /** Whether a conversation says who asked for its last write. Default: no. */
  readonly recordWriters: boolean;
  /** Whether operation ids are kept together once a conversation has many. Default: no, an older release does not know them. */
  readonly compactIds: boolean;
  /** Whether calls to AWS are logged. Default: no. */
  readonly debug: boolean;
}

/** @throws Error that names a variable which is missing or unusable. */
export function readEnvironment(variables: Readonly<Record<string, string | undefined>>): Environment {
  const count = <Otherwise extends number | undefined>(name: string, otherwise: Otherwise): number | Otherwise => {
    if (!variables[name]) return otherwise;
    const value = Number(variables[name]);
    if (Number.isSafeInteger(value) && value > 0) return value;
    throw new Error(`${name} is "${variables[name]}"; it must be a whole number above 0`);
  };
  const activeSeconds = count('ACTIVE_MAX_SECONDS', undefined);
  return {
    leases: {
      pendingSeconds: count('PENDING_LEASE_SECONDS', defaultLeases.pendingSeconds),
      ...(activeSeconds !== undefined && { activeSeconds }),
      wrapupSeconds: count('WRAPUP_MAX_SECONDS', defaultLeases.wrapupSeconds),
    },
    idKey: variables.ID_KEY,
    listShards: count('LIST_SHARDS', undefined),
    scopePrefix: variables.SCOPE_PREFIX ?? '',
    scopeClaims: (variables.SCOPE_CLAIMS || 'scope,scp,roles,permissions').split(','),
    queueClaims: (variables.QUEUE_CLAIMS || 'queues').split(','),
    queueBoundClients: new Set((variables.QUEUE_BOUND_CLIENTS ?? '').split(',')),
    requirePreconditions: variables.REQUIRE_PRECONDITIONS === 'true',
    definedNamesOnly: variables.DEFINED_NAMES_ONLY === 'true',
    sharedExecutions: variables.SHARED_EXECUTIONS === 'true',
    recordWriters: variables.RECORD_WRITERS === 'true',
    compactIds: variables.COMPACT_IDS === 'true',
    debug: variables.LOG_LEVEL === 'DEBUG',
  };
}

/** @throws Error when a variable is missing or too short. */
export function readRequiredVariable(
  variables: Readonly<Record<string, string | undefined>>,
  name: string,
  leastCharacters: number,
): string {
  const value = variables[name] ?? '';
  if (value.length >= leastCharacters) return value;
  throw new Error(`${name} has ${value.length} characters; it must be set, with at least ${leastCharacters}`);
}
