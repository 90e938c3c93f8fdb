import type { TableName } from '#contract/contract.ts';

/** A key attribute: its name in the item and its DynamoDB type. */
export interface Key {
  readonly name: string;
  readonly type: 'S' | 'N';
}

/** A sparse secondary index: an item is in it when it has both keys. */
export interface Index {
  readonly partitionKey: Key;
  readonly sortKey: Key;
  /** What the index carries besides the keys. */
  readonly projection: 'KEYS_ONLY' | readonly string[];
  /** Tables of version 0.1.0 lack it: until it is there, lists read more of another index. @default every table has it */
  readonly isNew?: true;
  /** It has the values of one searchable name. */
  readonly isOfValues?: true;
}

/** What the stacks and the local server make of a table. */
export interface Table {
  readonly partitionKey: Key;
  readonly sortKey?: Key;
  /** The attribute with the epoch second after which DynamoDB may remove the item. */
  readonly timeToLive?: string;
  /** The context key that a deployment has it by. @default every deployment has it */
  readonly needs?: 'changes';
  /** Days that point-in-time recovery goes back. @default as the deployment says */
  readonly backupDays?: number;
  readonly indexes: Readonly<Record<string, Index>>;
}

/** The place of a conversation by its start. */
const started: Key = { name: 'started', type: 'S' };

/** An index of the values of one searchable name: keyed hashes, with the start of the conversation at the end of the place. */
function makeValueIndex(number: number): Index {
  return {
    partitionKey: { name: `value${number}`, type: 'S' },
    sortKey: { name: `place${number}`, type: 'S' },
    projection: 'KEYS_ONLY',
    isNew: true,
    isOfValues: true,
  };
}

/** Every table, by the name that grants use. */
export const tables: Readonly<Record<TableName, Table>> = {
  // Wrapped keys only. Its backups live one day, so that a removed key is gone from them too.
  dataKeys: {
    partitionKey: { name: 'internalId', type: 'S' },
    timeToLive: 'expires',
    backupDays: 1,
    indexes: {},
  },
  // Keyed hashes only. It is what a restore of the others must not undo.
  erasures: { partitionKey: { name: 'entry', type: 'S' }, timeToLive: 'expires', indexes: {} },
  // Names, and never a value: what has become of conversations, which an erasure removes. Nobody restores it, so its backups live one day.
  changes: {
    partitionKey: { name: 'pk', type: 'S' },
    sortKey: { name: 'place', type: 'S' },
    timeToLive: 'timeToLive',
    needs: 'changes',
    backupDays: 1,
    indexes: {},
  },
  settings: { partitionKey: { name: 'pk', type: 'S' }, indexes: {} },
  conversations: {
    partitionKey: { name: 'pk', type: 'S' },
    timeToLive: 'timeToLive',
    indexes: {
      due: {
        partitionKey: { name: 'dueShard', type: 'S' },
        sortKey: { name: 'due', type: 'N' },
        projection: ['id', 'erasedKey'],
      },
      byDay: {
        partitionKey: { name: 'dayShard', type: 'S' },
        sortKey: started,
        projection: [
          'id',
          'type',
          'state',
          'queueId',
          'startTime',
          'endTime',
          'wrapupCode',
          'wrapupNotes',
          'saved',
          'expires',
          'addresses',
          'externalIds',
        ],
      },
      live: {
        partitionKey: { name: 'liveShard', type: 'S' },
        sortKey: started,
        projection: ['id', 'type', 'state', 'queueId', 'startTime', 'endTime', 'expires'],
        isNew: true,
      },
      find1: { partitionKey: { name: 'find1', type: 'S' }, sortKey: started, projection: 'KEYS_ONLY', isNew: true },
      find2: { partitionKey: { name: 'find2', type: 'S' }, sortKey: started, projection: 'KEYS_ONLY', isNew: true },
      // By what else those are found that have more values.
      find3: {
        partitionKey: { name: 'find3', type: 'S' },
        sortKey: started,
        projection: ['addresses', 'externalIds'],
        isNew: true,
      },
      value1: makeValueIndex(1),
      value2: makeValueIndex(2),
      value3: makeValueIndex(3),
      value4: makeValueIndex(4),
      value5: makeValueIndex(5),
    },
  },
};

/** The names of the indexes of conversations that tables of version 0.1.0 lack, in the order in which they are added. */
export function listNewIndexes(): readonly string[] {
  return Object.entries(tables.conversations.indexes).flatMap(([name, { isNew }]) => (isNew ? [name] : []));
}

/** The variable of a function's environment that holds a table's name: `DATA_KEYS_TABLE` for `dataKeys`. */
export function nameTableVariable(table: string): string {
  return `${table.replace(/[A-Z]/g, '_$&').toUpperCase()}_TABLE`;
}
