import { marshall } from '@aws-sdk/util-dynamodb';
import stores from 'dynalite/db/index.js';
import { type Index, listNewIndexes, tables } from '#tables';

/** An item as the document client has it. */
export type Item = Readonly<Record<string, unknown>>;

/** What a request takes: units of a table and of its indexes, and what else counts. */
export interface Units {
  readonly write: number;
  /** Part of them: those that the index of what is due takes. */
  readonly due: number;
  /** The same of the index of the lists. */
  readonly lists: number;
  /** The same of the indexes of what is live, and of addresses and external ids. */
  readonly found: number;
  /** Part of those: of the index of what is live. */
  readonly live: number;
  readonly read: number;
  /** Writes to conversations, each of which a stream tells. */
  readonly streamed: number;
  /** Write units of the log of changes, where it is kept. */
  readonly logged: number;
  /** Calls to KMS. */
  readonly kms: number;
}

export const none: Units = {
  ...{ write: 0, due: 0, lists: 0, found: 0, live: 0, read: 0 },
  ...{ streamed: 0, logged: 0, kms: 0 },
};

/** The sum of units. */
export function addUnits(...all: readonly Units[]): Units {
  const sums = Object.keys(none).map((part) => [part, all.reduce((sum, one) => sum + one[part as keyof Units], 0)]);
  return Object.fromEntries(sums);
}

/** Write units for so many bytes: one for each KB that is begun. */
function countWriteUnits(item: Item): number {
  return Math.ceil(stores.itemSize(marshall(item, { removeUndefinedValues: true })) / 1024);
}

/**
 * Write units that an index of the conversations takes for a write. An entry that comes, goes or changes takes one for each
 * KB; under another key it goes and comes
 * (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html#GSI.ThroughputConsiderations.Writes).
 */
export function countIndexUnits(name: string, before: Item | undefined, after: Item | undefined): number {
  const index = tables.conversations.indexes[name];
  return index ? countEntryUnits(index, entryOf(index, before), entryOf(index, after)) : 0;
}

/** The same of all indexes by which a conversation is found: what is live, addresses and external ids. */
export function countFoundUnits(before: Item | undefined, after: Item | undefined): number {
  return listNewIndexes().reduce((units, name) => units + countIndexUnits(name, before, after), 0);
}

/** The same of the indexes of the values of searchable names. */
export function countValueUnits(before: Item | undefined, after: Item | undefined): number {
  const names = listNewIndexes().filter((name) => tables.conversations.indexes[name]?.isOfValues);
  return names.reduce((units, name) => units + countIndexUnits(name, before, after), 0);
}

function countEntryUnits(index: Index, old: Item | undefined, next: Item | undefined): number {
  if (!old || !next) return old || next ? countWriteUnits(old ?? next ?? {}) : 0;
  const same = (names: readonly string[]) =>
    names.every((name) => JSON.stringify(old[name]) === JSON.stringify(next[name]));
  if (!same([index.partitionKey.name, index.sortKey.name])) return countWriteUnits(old) + countWriteUnits(next);
  return same(Object.keys({ ...old, ...next })) ? 0 : Math.max(countWriteUnits(old), countWriteUnits(next));
}

/** What an index has of an item. */
function entryOf({ partitionKey, sortKey, projection }: Index, item: Item | undefined): Item | undefined {
  if (item?.[partitionKey.name] === undefined || item[sortKey.name] === undefined) return undefined;
  const names = ['pk', partitionKey.name, sortKey.name, ...(projection === 'KEYS_ONLY' ? [] : projection)];
  return Object.fromEntries(names.flatMap((name) => (item[name] === undefined ? [] : [[name, item[name]]])));
}
