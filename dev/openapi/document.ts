import { type JsonSchema, toJsonSchema } from '@valibot/to-json-schema';
import type { GenericSchema } from 'valibot';
import { type ProblemCode, problems } from '#http/problems.ts';
import * as bodies from '#http/schemas.ts';
import { pathsOf, type Route, routes } from '#routes';
import { type Description, descriptions, type QueryParameter } from './operations.ts';
import { ref, type Schema, schemas } from './parts.ts';

/** What every operation with a token may refuse. */
const common: readonly ProblemCode[] = ['bad-request', 'missing-scope', 'internal-error', 'store-unavailable'];
const withBody: readonly ProblemCode[] = ['unsupported-media-type', 'body-too-large'];

/** The bags of attributes, which the domain validates and the schemas only name. */
const bags: ReadonlyMap<unknown, Schema> = new Map<unknown, Schema>([
  [bodies.values, ref('Attributes')],
  [bodies.changes, ref('AttributeChanges')],
  [bodies.strings, ref('StringAttributes')],
  [bodies.stringChanges, ref('StringAttributeChanges')],
  [bodies.bag, ref('GuestAttributes')],
  [bodies.id, ref('Id')],
]);

/** The contract as an OpenAPI 3.1 document, made from the route table, the schemas that validate and the table of errors. */
export function openApi(): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const route of routes as readonly Route[]) {
    const description = descriptions[route.operation as keyof typeof descriptions];
    for (const path of pathsOf(route)) {
      // Of an alias, the word that sets it apart: operation ids are unique.
      const alias = path === route.path ? '' : `-${path.split('/')[4]}`;
      const own = { ...route, path, operation: `${route.operation}${alias}` };
      paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationObject(own, description) };
    }
  }
  const scopes = [...new Set(routes.flatMap(({ scope }) => scope ?? []))].sort();
  return {
    openapi: '3.1.0',
    info: {
      title: 'Conversation Attributes',
      version: '1.0.0',
      description:
        'The facts that travel with a conversation in a contact centre: set, get and flush them, and keep what is listed.',
    },
    servers: [
      { url: 'https://{host}', variables: { host: { default: 'localhost' } }, description: 'Your own deployment' },
    ],
    security: [],
    paths,
    components: {
      schemas,
      securitySchemes: {
        token: {
          type: 'oauth2',
          description: 'Client credentials (RFC 6749, section 4.4); access tokens are JWTs (RFC 8725, RFC 9068).',
          flows: {
            clientCredentials: {
              tokenUrl: '/oauth/token',
              scopes: Object.fromEntries(scopes.map((one) => [one, one])),
            },
          },
        },
      },
    },
  };
}

function operationObject(route: Route, description: Description): object {
  const { operation, summary, scope } = route;
  const { body, bodyIsOptional } = description;
  return {
    operationId: operation,
    summary,
    security: scope === undefined ? [] : [{ token: [scope] }],
    parameters: [
      ...pathParameters(route.path),
      ...(description.query ?? []).map(queryParameter),
      ...headers(route, description),
    ],
    ...(body && {
      requestBody: {
        required: !bodyIsOptional,
        content: { 'application/json': { schema: bodySchema(body), ...example(description.example.body) } },
      },
    }),
    responses: { ...answers(operation, description), ...refusals(route, description) },
  };
}

function pathParameters(path: string): readonly object[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => {
    return {
      name,
      in: 'path',
      required: true,
      schema: name === 'type' ? { type: 'string', maxLength: 20 } : ref('Id'),
    };
  });
}

function queryParameter({ name, description, schema, isRepeated, isRequired }: QueryParameter): object {
  const repeated = { type: 'array', items: schema, maxItems: 100 };
  return { name, in: 'query', description, required: isRequired ?? false, schema: isRepeated ? repeated : schema };
}

/** Operations that change nothing twice, whatever the key: there is none to give. */
const withoutKey: ReadonlySet<string> = new Set(['put-channel-type-settings', 'patch-webchat-channel']);

function headers({ method, operation }: Route, { isConditional }: Description): readonly object[] {
  const key = {
    name: 'Idempotency-Key',
    in: 'header',
    description: 'The same for every attempt of one request: it is applied once. Kept for 15 minutes.',
    schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[ -~]+$' },
  };
  const match = {
    name: 'If-Match',
    in: 'header',
    description: 'The ETag that was read: the write is refused with 412 when it is not current.',
    schema: { type: 'string', maxLength: 500 },
  };
  return [...(method === 'GET' || withoutKey.has(operation) ? [] : [key]), ...(isConditional ? [match] : [])];
}

function answers(operation: string, { answers: schemaOf, hasVersion, example: { status } }: Description): Schema {
  const etag = { ETag: { description: 'The version.', schema: { type: 'string', maxLength: 20 } } };
  const location = { Location: { description: 'Where it is.', schema: { type: 'string', maxLength: 400 } } };
  const content = (name: keyof typeof schemas | undefined) => {
    if (operation === 'get-openapi') return { 'application/json': { schema: { type: 'object' } } };
    if (operation === 'get-error-docs') return { 'text/html': { schema: { type: 'string' } } };
    if (operation === 'get-contact-log')
      return { 'application/json': { schema: ref('ContactLog') }, 'text/csv': { schema: { type: 'string' } } };
    return name && { 'application/json': { schema: ref(name) } };
  };
  const described = Object.entries(schemaOf).map(([code, name]) => {
    const hasLocation = code === '201' && operation !== 'post-webchat-message';
    const given = { ...(hasVersion && etag), ...(hasLocation && location) };
    const body = content(name);
    const description = Number(code) === status ? 'Done.' : 'Done, in the other way.';
    return [code, { description, headers: given, ...(body && { content: body }) }];
  });
  return Object.fromEntries(described);
}

/** Every status that is a refusal, with the codes that it stands for. */
function refusals(route: Route, { body, refusals: own }: Description): Schema {
  const codes = new Set<ProblemCode>([...common, ...(body ? withBody : []), ...own]);
  if (route.scope === undefined) codes.delete('missing-scope');
  const statuses = Map.groupBy(codes, (code) => problems[code].status);
  const described = [...statuses].map(([status, of]) => {
    const retry =
      status === 503
        ? { headers: { 'Retry-After': { schema: { type: 'integer', minimum: 1, maximum: 60, format: 'int32' } } } }
        : {};
    const content = { 'application/problem+json': { schema: ref('Problem') } };
    return [
      status,
      {
        description: of
          .sort()
          .map((code) => `${code}: ${problems[code].title}.`)
          .join(' '),
        ...retry,
        content,
      },
    ];
  });
  const gateway = (description: string) => {
    return { description, content: { 'application/json': { schema: ref('GatewayMessage') } } };
  };
  return {
    ...Object.fromEntries(described),
    ...(route.scope !== undefined && { 401: gateway('The gateway takes no request without a valid access token.') }),
    429: {
      ...gateway('The gateway: more requests than the deployment allows.'),
      headers: { 'Retry-After': { schema: { type: 'integer', minimum: 1, maximum: 60, format: 'int32' } } },
    },
  };
}

function bodySchema(body: GenericSchema): JsonSchema {
  const { $schema: _dialect, ...schema } = toJsonSchema(body, {
    ignoreActions: ['check', 'max_bytes', 'safe_integer'],
    overrideSchema: ({ valibotSchema, jsonSchema }) =>
      (bags.get(valibotSchema) as JsonSchema | undefined) ?? bounded(jsonSchema),
  });
  return schema as JsonSchema;
}

/** What the schemas check by hand, in JSON Schema's words. */
function bounded(schema: JsonSchema): JsonSchema {
  if (schema.type !== 'integer' && schema.type !== 'number') return schema;
  return { maximum: Number.MAX_SAFE_INTEGER, ...schema, type: 'integer', format: 'int64' };
}

function example(body: unknown): object {
  return body === undefined ? {} : { example: body };
}
