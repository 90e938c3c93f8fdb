import type { Done, Store, TableDescription } from 'dynalite/db/index.js';
import { expect, test, vi } from 'vitest';
import { rememberTables } from '../../local/dynalite/remember-tables.ts';

/** A store that has a table in a state, or none; and how it is asked for. */
function open(initial: TableDescription | undefined) {
  let table = initial;
  const read = vi.fn((_: string, ...rest: unknown[]) => {
    (rest.at(-1) as Done<TableDescription>)(table ? null : new Error('none'), table);
  });
  const store: Store = {
    db: { open: async () => undefined },
    getTable: read,
    tableDb: {
      put: (_, written) => {
        table = written as TableDescription;
      },
      del: () => {
        table = undefined;
      },
    },
  };
  rememberTables(store);
  const ask = () => new Promise((resolve) => store.getTable('calls', (error, found) => resolve(found ?? error)));
  return { store, read, ask };
}

const active = { TableStatus: 'ACTIVE' };

test('a table is read once', async () => {
  const { read, ask } = open(active);
  expect([await ask(), await ask()]).toEqual([active, active]);
  expect(read).toHaveBeenCalledTimes(1);
});

test('a table that is changed or removed is read anew', async () => {
  const { store, ask } = open(active);
  await ask();
  const changed = { ...active, ItemCount: 1 };
  store.tableDb.put('calls', changed);
  expect(await ask()).toEqual(changed);
  store.tableDb.del('calls');
  expect(await ask()).toBeInstanceOf(Error);
});

test.each(['CREATING', 'DELETING', 'UPDATING'])('a table that is %s is read each time', async (TableStatus) => {
  const { read, ask } = open({ TableStatus });
  await ask();
  await ask();
  expect(read).toHaveBeenCalledTimes(2);
});

test('whether a table must be active is asked as before', () => {
  const { store, read } = open({ TableStatus: 'CREATING' });
  store.getTable('calls', false, () => undefined);
  expect(read).toHaveBeenCalledWith('calls', false, expect.any(Function));
});
