/** What the environment of a function says, read once at start. */
export interface Environment {
  readonly conversationsTable: string;
  /** HMAC key of partition keys and operation ids; at least 32 characters. */
  readonly idKey: string;
  /** What the issuer puts before a scope's name: Cognito's are `resource-server/scope`. Default: nothing. */
  readonly scopePrefix: string;
  /** Whether a patch of attributes must name the version it was made from. Default: no. */
  readonly requirePreconditions: boolean;
  /** Whether calls to AWS are logged. Default: no. */
  readonly debug: boolean;
}

/** @throws Error that names a variable which is missing or unusable. */
export function readEnvironment(variables: Readonly<Record<string, string | undefined>>): Environment {
  const required = (name: string, leastCharacters: number): string => {
    const value = variables[name] ?? '';
    if (value.length >= leastCharacters) return value;
    throw new Error(`${name} has ${value.length} characters; it must be set, with at least ${leastCharacters}`);
  };
  return {
    conversationsTable: required('CONVERSATIONS_TABLE', 3),
    idKey: required('ID_KEY', 32),
    scopePrefix: variables.SCOPE_PREFIX ?? '',
    requirePreconditions: variables.REQUIRE_PRECONDITIONS === 'true',
    debug: variables.LOG_LEVEL === 'DEBUG',
  };
}
