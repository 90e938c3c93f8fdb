import type { GenericSchema, InferOutput } from 'valibot';
import type { AttributeKind } from '#domain/rules.ts';
import type { ProblemCode } from './problems.ts';
import type { Schema, TypeOf } from './schema.ts';

/** A table that a function may touch. The environment names it in `<NAME>_TABLE`. */
export type TableName = 'changes' | 'conversations' | 'dataKeys' | 'erasures' | 'settings';

/** A DynamoDB action, as IAM names it without its `dynamodb:` prefix, with the index that it reads if it is a query of one. */
export type DynamoDbAction =
  | 'GetItem'
  | 'PutItem'
  | 'UpdateItem'
  | 'DeleteItem'
  | 'Query'
  | `Query ${'due' | 'byDay' | 'live' | `find${1 | 2 | 3}` | `value${1 | 2 | 3 | 4 | 5}`}`;

/** A KMS action, as IAM names it without its `kms:` prefix. */
export type KmsAction = 'GenerateDataKey' | 'Decrypt';

/** The scopes of access tokens, without the prefix that an issuer may put before them. */
export type Scope =
  | 'conversation:read'
  | 'conversation:write'
  | 'conversation:erase'
  | 'interaction:participant:read'
  | 'interaction:participant:write'
  | 'secured:read'
  | 'secured:write'
  | 'webchat:read'
  | 'webchat:write'
  | 'webchat:guest'
  | 'contactdata:read'
  | 'contactdata:manage'
  | 'report:read'
  | 'settings:read'
  | 'settings:write'
  | 'flow:read'
  | 'flow:write';

/** What a function may do with tables and keys: exactly the actions that it calls, and no others. */
export interface Grants {
  readonly dynamodb: Partial<Record<TableName, readonly DynamoDbAction[]>>;
  /** On the customer's key. @default none */
  readonly kms?: readonly KmsAction[];
}

/** The part of an operation's contract that its function needs. What only documents say is its `Reference`. */
export interface Contract extends Grants {
  /** The operation's name: the handler is `lambdas/<group>/<operation>.ts`, the OpenAPI `operationId` is the same. */
  readonly operation: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /**
   * The function that serves it together with others of its group, in `lambdas/<group>/<servedBy>.ts`: a deployment has room for some 50
   * functions.
   * @default one of its own, of its name
   */
  readonly servedBy?: string;
  /** As API Gateway writes it: `{name}` is one segment. */
  readonly path: string;
  /** Paths that mean the same, for clients of other systems. @default none */
  readonly aliases?: readonly string[];
  /** What the caller's token must have; `any`: only be valid; undefined: anyone may call the operation, without a token. */
  readonly scope: Scope | 'any' | undefined;
  /** Of a read: the scope of the writes that callers read for first, which does instead. @default none */
  readonly alsoScope?: Scope;
  /** Whether a scope for one secured name, such as `secured:read:card`, lets a caller do it with that name. @default false */
  readonly byName?: true;
  /**
   * Of a write: the scope with which the answer shows stored values. Without it, the answer has ids, versions and the
   * names that were written. @default the answer shows nothing else
   */
  readonly readScope?: Scope;
  /**
   * Which attributes its body and its answers have, if they have any: the rules for names count for them, which its function reads
   * from the settings.
   * @default none
   */
  readonly attributes?: AttributeKind;
  /** The media types that it can answer with. @default `application/json` */
  readonly gives?: readonly string[];
  /** What a body must be. @default it takes none */
  readonly body?: GenericSchema<unknown, object>;
  /** Whether the body may be a list, too. @default it is an object */
  readonly takesList?: true;
  /** Whether a body of `application/merge-patch+json` merges objects (RFC 7396). @default they replace what is there */
  readonly mergesObjects?: true;
  /** Whether it takes `If-Match`. @default false */
  readonly isConditional?: true;
  /** Of a read without a version: whether its ETag is a hash of what it answers. @default it has none */
  readonly isHashed?: true;
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

/** A request that the tests send as it is, and its status. The examples of all operations play one call. */
interface Example {
  /** In the path. */
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly status: number;
}

/**
 * What the documents say of an operation besides its contract, and the types of its answers. A file of a contract
 * exports it as a function, which the bundles of the functions leave out.
 */
export interface Reference {
  readonly summary: string;
  /** What a reader must know besides the summary. */
  readonly description: string;
  readonly query?: readonly QueryParameter[];
  /** What the document says of the body. */
  readonly bodySchema?: {
    /** The name of its schema. */
    readonly name: string;
    readonly description: string;
    /** Descriptions of those of its fields that need one. */
    readonly fields?: Readonly<Record<string, string>>;
  };
  readonly bodyIsOptional?: true;
  /** The schemas of each answer that is no refusal; undefined for one whose body is not JSON, or that has none. */
  readonly answers: Readonly<Record<number, Schema | readonly Schema[] | undefined>>;
  /** What it refuses in addition to what every operation does. */
  readonly refusals: readonly ProblemCode[];
  /** Answers an ETag. */
  readonly hasVersion?: true;
  /** Answers a Location. */
  readonly hasLocation?: true;
  /** The method of the client, as a caller reaches it, such as `conversation(id).history`; or why it has none. */
  readonly client: string | { readonly leftOut: string };
  readonly example: Example;
}

declare const answering: unique symbol;

/** A contract that knows the type of its reference. */
export type Defined<Own extends Contract, Described extends Reference> = Own & { readonly [answering]?: Described };

/** The contract of an operation, whose answers have the types of `reference`: `define<typeof reference>()({ ... })`. */
export function define<Described extends () => Reference>() {
  return <const Own extends Contract>(contract: Own): Defined<Own, ReturnType<Described>> => contract;
}

/** The body that an operation takes, once it is read. */
export type BodyOf<Own> = Own extends { readonly body: infer Schema extends GenericSchema }
  ? InferOutput<Schema>
  : never;

/** The names of the parameters in a path. */
export type ParametersOf<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | ParametersOf<Rest>
  : never;

/** What an operation may answer when it refuses nothing. */
export type AnswerOf<Own> =
  Own extends Defined<Contract, infer Described>
    ? Answers<Described> | (Own extends { readonly gives: readonly [string, 'text/csv'] } ? Text : never)
    : never;

type Answers<Described extends Reference> = {
  [Status in keyof Described['answers'] & number]: Answer<Status, Described['answers'][Status]> & Headers<Described>;
}[keyof Described['answers'] & number];

type Answer<Status extends number, Body> = Status extends 204
  ? { readonly status: 204 }
  : Body extends undefined
    ? Text
    : { readonly status: Status; readonly body: Body extends readonly Schema[] ? TypeOf<Body[number]> : TypeOf<Body> };

/** An answer that is not JSON. */
export interface Text {
  readonly status: 200;
  readonly text: string;
  readonly headers: Readonly<Record<string, string>>;
}

type Headers<Described extends Reference> = (Described extends { readonly hasVersion: true }
  ? { /** In `ETag`; undefined where there is none. */ readonly version: number | undefined }
  : unknown) &
  (Described extends { readonly hasLocation: true } ? { readonly location: string } : unknown);

/** The scopes that some operations ask for, sorted. */
export function listScopes(operations: readonly Pick<Contract, 'scope'>[]): readonly Scope[] {
  const asked = operations.flatMap(({ scope }) => (scope === undefined || scope === 'any' ? [] : [scope]));
  return [...new Set(asked)].sort();
}

/** Every path of an operation. */
export function pathsOf({ path, aliases = [] }: Pick<Contract, 'path' | 'aliases'>): readonly string[] {
  return [path, ...aliases];
}

/** Every method of an operation: what can be got can be asked for by HEAD, which leaves the body out. */
export function methodsOf({ method }: Pick<Contract, 'method'>): readonly (Contract['method'] | 'HEAD')[] {
  return method === 'GET' ? ['GET', 'HEAD'] : [method];
}

/** Whether a method reads: it changes nothing. */
export function isRead(method: string): boolean {
  return method === 'GET' || method === 'HEAD';
}

/** The version of the contract. */
export const contractVersion = '1.0.0';
