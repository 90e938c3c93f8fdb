import type { ProblemCode } from '#http/problems.ts';
import type * as bodies from '#http/schemas.ts';
import type { Schema } from './schema.ts';
import type { SchemaName } from './schemas.ts';

/** A request that the tests send as it stands, in the order of the groups, and its status. */
interface Example {
  /** In the path. */
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly status: number;
}

/** A parameter of the query. */
export interface QueryParameter {
  readonly name: string;
  readonly description: string;
  readonly schema: Schema;
  /** May be given several times; then the schema is that of a list. */
  readonly isRepeated?: true;
  readonly isRequired?: true;
}

/** What the reference says of an operation beside the route table. */
export interface Description {
  /** What a reader must know beside the summary. */
  readonly description: string;
  readonly body?: (typeof bodies)[BodyName];
  readonly bodyIsOptional?: true;
  readonly query?: readonly QueryParameter[];
  /** The schemas of each answer that is no refusal; undefined for one whose body is not JSON, or that has none. */
  readonly answers: Readonly<Record<number, SchemaName | readonly SchemaName[] | undefined>>;
  /** What it refuses beside what every operation does. */
  readonly refusals: readonly ProblemCode[];
  /** Takes If-Match. */
  readonly isConditional?: true;
  /** Answers an ETag. */
  readonly hasVersion?: true;
  /** Answers a Location. */
  readonly hasLocation?: true;
  readonly example: Example;
}

type BodyName = {
  [Name in keyof typeof bodies]: (typeof bodies)[Name] extends { type: 'strict_object' | 'object' } ? Name : never;
}[keyof typeof bodies];

/** The descriptions of a group of operations. */
export type Group<Name extends string> = Readonly<Record<Name, Description>>;
