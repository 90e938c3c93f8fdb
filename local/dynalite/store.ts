import { Stream } from 'node:stream';
import type { Done, Store, StoreTable, TableDescription } from 'dynalite/db/index.js';
import type { Change, Entries, Range } from './entries.ts';

/** The bytes of an item, at most. */
const MAX_ITEM_BYTES = 400 * 1024;

/** Above every key. */
const END = '\u00ff';

/**
 * The store under dynalite's operations, in the place of its own: that one goes through promises, timers, streams and an encoding for each
 * key, which takes more than what it is for. What is stored, and under which keys, is the same: either reads what the other has written.
 *
 * An item and its entries in indexes are written at once.
 */
export function createStore(entries: Entries): Store {
  const tables = new Map<string, StoreTable>();
  /** Entries of indexes, which dynalite writes right before the item that they are of. */
  const ahead: Change[] = [];
  const write = (change: Change, done: Done) => entries.write([...ahead.splice(0), change], done);
  const writeAhead = (change: Change, done: Done) => {
    ahead.push(change);
    queueMicrotask(() => {
      // No item has come with it.
      if (ahead.length > 0) entries.write(ahead.splice(0), rethrow);
    });
    done(undefined);
  };
  const open = (name: string): StoreTable => {
    const table = tables.get(name) ?? openTable(entries, `${name}~`, name.startsWith('index-') ? writeAhead : write);
    tables.set(name, table);
    return table;
  };
  const remove = (name: string, done: Done) => {
    const changes: Change[] = [];
    const take = ([key]: readonly [string, string]) => changes.push([key, undefined]) > 0;
    entries.read({ gte: `${name}~`, lt: `${name}~${END}` }, take, (error) =>
      error === undefined ? entries.write(changes, done) : done(error),
    );
  };
  const nameIndex = (type: string, table: string, index: string) => `index-${type.toLowerCase()}~${table}~${index}`;
  const descriptions = new Map<string, TableDescription>();
  const described = open('table');
  const tableDb = {
    ...described,
    put: (name: string, table: unknown, done: Done) => {
      descriptions.delete(name);
      described.put(name, table, done);
    },
    del: (name: string, done: Done) => {
      descriptions.delete(name);
      described.del(name, done);
    },
    awsAccountId: '000000000000',
    awsRegion: process.env.AWS_REGION || process.env.AWS_DEFAULT_REGION || 'us-east-1',
  };
  return {
    options: { createTableMs: 0, deleteTableMs: 0, updateTableMs: 0, maxItemSize: MAX_ITEM_BYTES },
    db: {
      close: (done) => {
        entries.close().then(() => done(undefined), done);
      },
    },
    tableDb,
    getItemDb: (table) => open(`item-${table}`),
    deleteItemDb: (table, done) => remove(`item-${table}`, done),
    getIndexDb: (...index) => open(nameIndex(...index)),
    deleteIndexDb: (type, table, index, done) => remove(nameIndex(type, table, index), done),
    getTagDb: (table) => open(`tag-${table}`),
    deleteTagDb: (table, done) => remove(`tag-${table}`, done),
    getTable: (name, ...rest) => {
      const done = rest.at(-1) as Done<TableDescription>;
      // What dynalite does: without the argument the table must be active too.
      const checkStatus = rest.length < 2 || rest[0] === true;
      const known = descriptions.get(name);
      if (known) return done(null, known);
      tableDb.get(name, (error, read) => {
        const table = read as TableDescription | undefined;
        if (error) return done(error);
        const isPassing = table?.TableStatus === 'CREATING' || table?.TableStatus === 'DELETING';
        if (table === undefined || (checkStatus && isPassing)) return done(makeUnknownTable(name, checkStatus));
        // One that is being changed is about to change again.
        if (table.TableStatus === 'ACTIVE') descriptions.set(name, table);
        done(null, table);
      });
    },
  };
}

function openTable(entries: Entries, prefix: string, write: (change: Change, done: Done) => void): StoreTable {
  const read = (range: Range, pick: (key: string, text: string) => unknown) => {
    const stream = new Reading();
    const take = ([key, text]: readonly [string, string]) => {
      stream.emit('data', pick(key.slice(prefix.length), text));
      return !stream.isDestroyed;
    };
    const end = (error: unknown) => {
      if (error !== undefined) stream.emit('error', error);
      else if (!stream.isDestroyed) stream.emit('end');
    };
    // After the listeners have been added.
    queueMicrotask(() => entries.read(within(prefix, range), take, end));
    return stream;
  };
  const locks = new Map<string, (() => void)[]>();
  return {
    get: (key, done) => {
      const text = entries.get(prefix + key);
      done(null, text === undefined ? undefined : JSON.parse(text));
    },
    put: (key, value, done) => write([prefix + key, JSON.stringify(value)], done),
    del: (key, done) => write([prefix + key, undefined], done),
    batch: (changes, done) =>
      entries.write(
        changes.map(({ type, key, value }) => [prefix + key, type === 'del' ? undefined : JSON.stringify(value)]),
        done,
      ),
    createKeyStream: (range = {}) => read(range, (key) => key),
    createValueStream: (range = {}) => read(range, (_, text) => JSON.parse(text)),
    lock: (key, act) => {
      const waiting = locks.get(key);
      const run = () =>
        act((done) => (...outcome) => {
          const next = locks.get(key)?.shift();
          if (next) queueMicrotask(next);
          else locks.delete(key);
          done(...outcome);
        });
      if (waiting) waiting.push(run);
      else {
        locks.set(key, []);
        run();
      }
    },
  };
}

/** What dynalite reads a stream of: it listens for `data`, `end` and `error`, and destroys it when it has enough. */
class Reading extends Stream {
  isDestroyed = false;

  destroy(): void {
    this.isDestroyed = true;
  }
}

/** The part of the keys of a table. */
function within(prefix: string, { gt, gte, lt, lte, reverse }: Range): Range {
  return {
    ...(gte ? { gte: prefix + gte } : gt ? { gt: prefix + gt } : { gte: prefix }),
    ...(lte ? { lte: prefix + lte } : { lt: prefix + (lt || END) }),
    reverse,
  };
}

function makeUnknownTable(name: string, checkStatus: boolean): Error {
  const message = `Requested resource not found${checkStatus ? '' : `: Table: ${name} not found`}`;
  const body = { __type: 'com.amazonaws.dynamodb.v20120810#ResourceNotFoundException', message };
  return Object.assign(new Error(message), { statusCode: 400, body });
}

function rethrow(error: unknown): void {
  if (error !== undefined) throw error;
}
