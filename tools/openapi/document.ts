import { contractVersion, pathsOf, type Scope } from '#contract/contract.ts';
import { groups, type Operation, operations, scopes } from '#contract/operations.ts';
import { components, described, type Schema } from '#contract/schema.ts';
import { bodyParts, schemaOfBody } from './body.ts';
import { describeParameters } from './parameters.ts';
import { describeResponses } from './responses.ts';

/** The contract as an OpenAPI 3.1 document. */
export function buildOpenApi() {
  const paths: Record<string, Record<string, object>> = {};
  const shared: Record<string, Schema> = {};
  const bodies: Record<string, Schema> = { ...bodyParts };
  for (const operation of operations) {
    const { name } = groups.find(({ folder }) => folder === operation.folder) ?? {};
    for (const path of pathsOf(operation)) {
      const own = path === operation.path ? operation : describeAlias(operation, path);
      const described = { tags: [name], ...describeOperation(own, shared, bodies) };
      paths[path] = { ...paths[path], [operation.method.toLowerCase()]: described };
    }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Conversation Attributes',
      version: contractVersion,
      description:
        'The facts that travel with a conversation in a contact centre: set, get and flush them, and keep what is listed. A parameter in the query that an operation does not have is refused with 400, and so is one that is given twice, but for those that are lists. HEAD is answered wherever GET is, without the body.',
    },
    servers: [
      {
        url: '/',
        description: 'The deployment that serves this document: production, staging or local',
        'x-internal': false,
      },
    ],
    security: [],
    tags: groups.map(({ name, description }) => ({ name, description })),
    paths,
    components: {
      schemas: { ...components, ...bodies },
      responses: shared,
      securitySchemes: {
        token: {
          type: 'oauth2',
          description: 'Client credentials (RFC 6749, section 4.4). Access tokens are JWTs (RFC8725, RFC 9068).',
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

/**
 * The same operation under another path, for clients of another system: they send none of the headers in its example.
 * Of the path its id has the words that set it apart: ids are unique.
 */
function describeAlias(operation: Operation, path: string): Operation {
  const { headers: _headers, ...example } = operation.example;
  const segments = path.replace('/api/v2/conversations/', '/').split('/').slice(1);
  const last = segments.findLastIndex((one) => !one.startsWith('{') && !operation.path.split('/').includes(one));
  const isLonger = path.startsWith(`${operation.path}/`);
  const own = isLonger ? path.slice(operation.path.length + 1).split('/') : segments.slice(0, last + 1);
  const words = own.map((one) => one.replaceAll(/[{}]/g, ''));
  return { ...operation, path, operation: [operation.operation, ...words].join('-'), example };
}

function describeOperation(one: Operation, shared: Record<string, Schema>, bodies: Record<string, Schema>): object {
  const { operation, summary, description, scope, alsoScope, readScope, body, bodySchema, bodyIsOptional, example } =
    one;
  const { name = operation, description: bodyIs = summary, fields } = bodySchema ?? {};
  if (body) bodies[name] = described(schemaOfBody(body, fields), bodyIs);
  const schema = { $ref: `#/components/schemas/${name}` };
  return {
    operationId: operation,
    summary,
    description: readScope ? `${description} ${dropScope(readScope)}` : description,
    security: [scope, alsoScope].flatMap((one) => (one === undefined ? [] : [{ token: one === 'any' ? [] : [one] }])),
    parameters: describeParameters(one),
    ...(body && {
      requestBody: {
        required: !bodyIsOptional,
        content: {
          'application/json': { schema, example: example.body },
          ...(one.mergesObjects && { 'application/merge-patch+json': { schema } }),
        },
      },
    }),
    responses: describeResponses(one, shared),
  };
}

function dropScope(readScope: Scope): string {
  return `To a token without the scope ${readScope} it answers ids, versions and the names that were written, and nothing else.`;
}
