// Types for the part of dynalite that the local server uses: the package has none of its own.

declare module 'dynalite' {
  import type { Server } from 'node:http';

  interface Options {
    /** The directory of the LevelDB store. @default kept in memory */
    path?: string;
    /** How long a new table stays in CREATING, in milliseconds. @default 500 */
    createTableMs?: number;
    deleteTableMs?: number;
    updateTableMs?: number;
  }

  export default function dynalite(options: Options): Server;
}

declare module 'dynalite/db/index.js' {
  /** Is told of an error, which is null or undefined where there is none, or of the result. */
  export type Done<Result = unknown> = (error: unknown, result?: Result) => void;

  /** An item as on the wire. */
  export type Item = Readonly<Record<string, object>>;

  export interface Index {
    readonly IndexName: string;
    readonly KeySchema: readonly { readonly AttributeName: string }[];
    readonly Projection: { readonly ProjectionType: string; readonly NonKeyAttributes?: readonly string[] };
  }

  export interface TableDescription {
    readonly TableName: string;
    readonly TableStatus: string;
    readonly LocalSecondaryIndexes?: readonly Index[];
    readonly GlobalSecondaryIndexes?: readonly Index[];
  }

  /** What brings the entries of the indexes of a table from one item to the next. */
  export type UpdateIndexes = (
    store: Store,
    table: TableDescription,
    before: Item | null | undefined,
    after: Item | null | undefined,
    done: Done,
  ) => void;

  type Stream = import('node:stream').Stream & { destroy(): void };

  interface StreamOptions {
    readonly gt?: string;
    readonly gte?: string;
    readonly lt?: string;
    readonly lte?: string;
    readonly reverse?: boolean;
  }

  /** Values that are JSON, by their keys. */
  export interface StoreTable {
    get(key: string, done: Done): void;
    put(key: string, value: unknown, done: Done): void;
    del(key: string, done: Done): void;
    batch(changes: readonly { type: 'put' | 'del'; key: string; value?: unknown }[], done: Done): void;
    createKeyStream(options?: StreamOptions): Stream;
    createValueStream(options?: StreamOptions): Stream;
    /** Acts when nobody else does under this key, until what it makes of its own `done` is called. */
    lock(key: string, act: (release: (done: Done) => Done) => void): void;
  }

  /** What the actions of dynalite work on. */
  export interface Store {
    readonly options: {
      readonly createTableMs: number;
      readonly deleteTableMs: number;
      readonly updateTableMs: number;
      /** In bytes. */
      readonly maxItemSize: number;
    };
    readonly db: { close(done: Done): void };
    readonly tableDb: StoreTable & { readonly awsAccountId: string; readonly awsRegion: string };
    getItemDb(table: string): StoreTable;
    deleteItemDb(table: string, done: Done): void;
    getIndexDb(type: string, table: string, index: string): StoreTable;
    deleteIndexDb(type: string, table: string, index: string, done: Done): void;
    getTagDb(table: string): StoreTable;
    deleteTagDb(table: string, done: Done): void;
    /** Reads a table; unless `checkStatus` is false, one that is being made or deleted counts as absent. */
    getTable(
      name: string,
      ...rest: [done: Done<TableDescription>] | [checkStatus: boolean, done: Done<TableDescription>]
    ): void;
  }

  const module: {
    create(options: object): Store;
    /** The bytes of an item, as DynamoDB counts them. @param item as on the wire */
    itemSize(item: object): number;
    updateIndexes: UpdateIndexes;
  };
  export default module;
}

declare module 'dynalite/validations/index.js' {
  /** What the members of a request may be. */
  export type Types = Readonly<Record<string, object>>;

  const module: {
    /** Gives what the types know of a request. @throws an object with `statusCode` and `body` */
    checkTypes(data: unknown, types: Types): object;
    /** @throws the same */
    checkValidations(
      data: object,
      types: Types,
      custom: ((data: object, store: import('dynalite/db/index.js').Store) => string | undefined) | undefined,
      store: import('dynalite/db/index.js').Store,
    ): void;
  };
  export default module;
}

declare module 'dynalite/db/conditionParser.js' {
  const parser: { parse: import('./expression-parser.ts').Parse };
  export default parser;
}

declare module 'dynalite/db/updateParser.js' {
  const parser: { parse: import('./expression-parser.ts').Parse };
  export default parser;
}

declare module 'dynalite/db/projectionParser.js' {
  const parser: { parse: import('./expression-parser.ts').Parse };
  export default parser;
}
