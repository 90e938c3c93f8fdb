import { readFileSync } from 'node:fs';

/** A schema of the document, or a reference to one. */
export type Schema = Readonly<Record<string, unknown>>;

/** A parameter of an operation. */
export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly explode?: boolean;
  readonly schema: Schema;
  readonly example?: string | readonly string[];
}

/** Bodies by their media types. */
type Content = Readonly<Record<string, { readonly schema: Schema; readonly example?: unknown }>>;

/** What an operation answers with a status. */
interface ResponseObject {
  readonly description: string;
  /** Of the problems. */
  readonly 'x-codes'?: readonly string[];
  readonly headers?: Readonly<Record<string, { readonly schema: Schema }>>;
  readonly content?: Content;
}

/** An operation as the document describes it. */
interface OperationObject {
  readonly operationId: string;
  readonly summary?: string;
  readonly description?: string;
  readonly tags: readonly string[];
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  readonly parameters: readonly Parameter[];
  readonly requestBody?: { readonly required: boolean; readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly $ref: string } | ResponseObject>>;
}

/** What the tests read of the document. */
interface OpenApi {
  readonly tags: readonly { readonly name: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, OperationObject>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>;
    readonly responses: Readonly<Record<string, ResponseObject>>;
    readonly securitySchemes: {
      readonly token: {
        readonly flows: { readonly clientCredentials: { readonly scopes: Readonly<Record<string, string>> } };
      };
    };
  };
}

/** An operation of the document, with its place. */
export interface Operation extends Omit<OperationObject, 'responses'> {
  readonly method: string;
  readonly path: string;
  /** What a token must have, or `any`; undefined: it is open. */
  readonly scope: string | undefined;
  /** Another that does instead. */
  readonly alsoScope: string | undefined;
  /** By status, with references followed. */
  readonly responses: Readonly<Record<string, ResponseObject>>;
}

/** The document as it is checked in, which `/openapi.json` serves: all that these tests know of the API. */
export const contract: OpenApi = JSON.parse(readFileSync(new URL('../../docs/openapi.json', import.meta.url), 'utf8'));

/** Every operation of the document, those of other systems' paths too. */
export const operations: readonly Operation[] = Object.entries(contract.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({
    ...operation,
    method: method.toUpperCase(),
    path,
    scope: operation.security[0] && (operation.security[0].token?.[0] ?? 'any'),
    alsoScope: operation.security[1]?.token?.[0],
    responses: Object.fromEntries(
      Object.entries(operation.responses).map(([status, response]) => [status, followed(response)]),
    ),
  })),
);

function followed(response: { readonly $ref: string } | ResponseObject): ResponseObject {
  if (!('$ref' in response)) return response;
  const name = response.$ref.replace('#/components/responses/', '');
  const found = contract.components.responses[name];
  if (!found) throw new Error(`the document has no response "${name}"`);
  return found;
}

/** The operation with this id. */
export function operationOf(id: string): Operation {
  const found = operations.find(({ operationId }) => operationId === id);
  if (!found) throw new Error(`the document has no operation "${id}"`);
  return found;
}

/** The codes of problems that an operation may answer with a status. */
export function codesOf(operation: Operation, status: number): readonly string[] {
  return operation.responses[status]?.['x-codes'] ?? [];
}

/** Whether an operation needs the right to the call queue of every client; other reads need it of some. */
export function keepsToQueues({ operationId }: Operation): boolean {
  return /contact-data|history|reveals/.test(operationId);
}
