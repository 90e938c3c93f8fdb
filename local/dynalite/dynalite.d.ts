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
  export type Done<Result = undefined> = (error: unknown, result?: Result) => void;

  export interface TableDescription {
    readonly TableStatus: string;
  }

  export interface Store {
    readonly db: { open(): Promise<void> };
    readonly tableDb: Record<'put' | 'del', (name: string, ...rest: unknown[]) => void>;
    /** Reads a table; unless `checkStatus` is false, one that is not active counts as absent. */
    getTable(
      name: string,
      ...rest: [done: Done<TableDescription>] | [checkStatus: boolean, done: Done<TableDescription>]
    ): void;
  }

  const module: {
    create(options: object): Store;
    /** The bytes of an item, as DynamoDB counts them. @param item as on the wire */
    itemSize(item: object): number;
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
