import {
  type Contract,
  type DynamoDbAction,
  type Grants,
  type KmsAction,
  listScopes,
  type Scope,
  type TableName,
} from '../contract.ts';

/**
 * A function that a service of AWS starts with an event of its own. It runs operations of the API in its process, as a client
 * with the scopes that these ask for, and may do what they may.
 */
export interface Trigger extends Grants {
  /** The handler is `lambdas/<folder>/<operation>.ts`. */
  readonly operation: string;
  readonly folder: string;
  readonly summary: string;
  /** How long a run may take, in seconds. */
  readonly timeoutSeconds: number;
  /** Those of the operations that it runs. */
  readonly scopes: readonly Scope[];
}

/** @param uses the operations that it runs. */
export function defineTrigger(
  own: Pick<Trigger, 'operation' | 'folder' | 'summary' | 'timeoutSeconds'>,
  uses: readonly Contract[],
): Trigger {
  const readScopes = uses.map(({ readScope }) => ({ scope: readScope }));
  return { ...own, ...grantsOf(uses), scopes: listScopes([...uses, ...readScopes]) };
}

/** Everything that some operations may do, each action once. */
function grantsOf(uses: readonly Grants[]): Grants {
  const dynamodb = new Map<TableName, Set<DynamoDbAction>>();
  const kms = new Set<KmsAction>();
  for (const grants of uses) {
    for (const [table, actions = []] of Object.entries(grants.dynamodb) as [TableName, readonly DynamoDbAction[]][]) {
      dynamodb.set(table, new Set([...(dynamodb.get(table) ?? []), ...actions]));
    }
    for (const action of grants.kms ?? []) kms.add(action);
  }
  return {
    dynamodb: Object.fromEntries([...dynamodb].map(([table, actions]) => [table, [...actions]])),
    ...(kms.size > 0 && { kms: [...kms] }),
  };
}
