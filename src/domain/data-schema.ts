/**
 * The types that Genesys Cloud makes properties of, by the type of a definition that each means. The first of a type is the one that
 * a definition is shown as which no schema has made.
 */
export const coreTypes = {
  text: 'string',
  longtext: 'string',
  url: 'string',
  identifier: 'string',
  enum: 'enum',
  date: 'date',
  datetime: 'date',
  integer: 'integer',
  number: 'number',
  checkbox: 'boolean',
  tag: 'list',
} as const;
export type CoreType = keyof typeof coreTypes;

/** What a schema says of one of its names besides the definition of the name. */
export interface SchemaField {
  readonly name: string;
  readonly coreType: CoreType;
  readonly title?: string | undefined;
  /** The titles of the texts of an enum. */
  readonly options?: Readonly<Record<string, string>> | undefined;
}

/** A group of defined names, which a conversation has values of as one record. */
export interface DataSchema {
  /** Made of its first title; it never changes. */
  readonly id: string;
  /** 1 at first; every write raises it. */
  readonly version: number;
  /** No record is written under one that is not. */
  readonly enabled: boolean;
  /** The epoch millisecond. */
  readonly created: number;
  /** The operation that made it: a repeated delivery finds it. */
  readonly madeBy: string;
  readonly title: string;
  readonly description?: string | undefined;
  /** Names that a record must have. */
  readonly required: readonly string[];
  readonly fields: readonly SchemaField[];
}
