import { isDeepStrictEqual } from 'node:util';
import { listNewIndexes, tables } from '#tables';

type Item = Readonly<Record<string, unknown>>;

/**
 * The write units that a write to a conversation takes in the indexes by which it is found, which dynalite does not count: one for an
 * entry that comes, goes, or changes in what the index carries, two for one whose key changes. Each is smaller than 1 KB.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html#GSI.ThroughputConsiderations.Writes
 */
export function countIndexUnits(before: Item | undefined, after: Item | undefined): number {
  let units = 0;
  for (const name of listNewIndexes()) {
    const index = tables.conversations.indexes[name];
    if (!index) continue;
    const { partitionKey, sortKey, projection } = index;
    const keys = [partitionKey.name, sortKey.name];
    const carried = [...keys, ...(projection === 'KEYS_ONLY' ? [] : projection)];
    const [old, now] = [before, after].map((item) => (item && keys.every((key) => key in item) ? item : undefined));
    const differs = (names: readonly string[]) => names.some((name) => !isDeepStrictEqual(old?.[name], now?.[name]));
    if (old && now && differs(keys)) units += 2;
    else if ((old || now) && differs(carried)) units += 1;
  }
  return units;
}
