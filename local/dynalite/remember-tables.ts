import type { Done, Store, TableDescription } from 'dynalite/db/index.js';

/** Lets a store of dynalite remember its tables: each request reads the whole description of its table. */
export function rememberTables(store: Store): void {
  const { getTable, tableDb } = store;
  const tables = new Map<string, TableDescription>();
  for (const method of ['put', 'del'] as const) {
    const write: (name: string, ...rest: unknown[]) => void = tableDb[method];
    tableDb[method] = (name: string, ...rest: unknown[]) => {
      tables.delete(name);
      write(name, ...rest);
    };
  }
  store.getTable = (name, ...rest) => {
    const done = rest.at(-1) as Done<TableDescription>;
    const known = tables.get(name);
    if (known) return done(null, known);
    const keep: Done<TableDescription> = (error, table) => {
      // One that is being made or deleted is about to change.
      if (table?.TableStatus === 'ACTIVE') tables.set(name, table);
      done(error, table);
    };
    getTable(name, ...(rest.length > 1 ? ([rest[0] as boolean, keep] as const) : ([keep] as const)));
  };
}
