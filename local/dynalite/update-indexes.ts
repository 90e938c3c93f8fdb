import stores, { type Index, type Item, type TableDescription, type UpdateIndexes } from 'dynalite/db/index.js';

/** What dynalite does by itself; the package stays where tests evaluate this module again. */
const original: UpdateIndexes & { original?: UpdateIndexes } = stores.updateIndexes;
const update = original.original ?? original;

/**
 * Lets dynalite leave the entries of an index alone where a write changes nothing of them, from now on: by itself it writes all of them
 * anew, and most writes change none.
 */
export function keepUnchangedIndexes(): void {
  const updateChanged: UpdateIndexes = (store, table, before, after, done) => {
    if (!before || !after) return update(store, table, before, after, done);
    const pick = (indexes: readonly Index[] = []) => indexes.filter((index) => changes(index, before, after));
    const LocalSecondaryIndexes = pick(table.LocalSecondaryIndexes);
    const GlobalSecondaryIndexes = pick(table.GlobalSecondaryIndexes);
    if (LocalSecondaryIndexes.length + GlobalSecondaryIndexes.length === 0) return done(null);
    const changed: TableDescription = { ...table, LocalSecondaryIndexes, GlobalSecondaryIndexes };
    update(store, changed, before, after, done);
  };
  stores.updateIndexes = Object.assign(updateChanged, { original: update });
}

/** Whether a write of an item changes its entry in an index. The key of the table stays. */
function changes({ KeySchema, Projection }: Index, before: Item, after: Item): boolean {
  if (!isIn(before, KeySchema) && !isIn(after, KeySchema)) return false;
  if (Projection.ProjectionType === 'ALL') return true;
  const isChanged = (name: string) => JSON.stringify(before[name]) !== JSON.stringify(after[name]);
  return KeySchema.some((key) => isChanged(key.AttributeName)) || (Projection.NonKeyAttributes ?? []).some(isChanged);
}

function isIn(item: Item, keys: Index['KeySchema']): boolean {
  return keys.every(({ AttributeName }) => item[AttributeName] !== undefined);
}
