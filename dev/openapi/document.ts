import { contractVersion, pathsOf, type Route, routes, type Scope } from '#routes';
import { bodySchema } from './body.ts';
import type { Description } from './description.ts';
import { descriptions, groups } from './operations.ts';
import { parameters } from './parameters.ts';
import { responses } from './responses.ts';
import type { Schema } from './schema.ts';
import { schemas } from './schemas.ts';

/** The contract as an OpenAPI 3.1 document, made from the route table, the schemas that validate and the table of errors. */
export function openApi(): object {
  const paths: Record<string, Record<string, object>> = {};
  const shared: Record<string, Schema> = {};
  for (const route of routes as readonly Route[]) {
    const described = descriptions[route.operation as keyof typeof descriptions];
    for (const path of pathsOf(route)) {
      const own = path === route.path ? { route, described } : alias(route, path, described);
      const operation = { tags: tagsOf(route), ...operationObject(own.route, own.described, shared) };
      paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation };
    }
  }
  const scopes = [...new Set(routes.flatMap(({ scope }) => scope ?? []))].sort();
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
      schemas,
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

function tagsOf({ operation }: Route): readonly string[] {
  return groups.filter(({ operations }) => operation in operations).map(({ name }) => name);
}

/**
 * The same operation under another path, for clients of another system: they send none of the headers in its example.
 * Of the path its id has the word that sets it apart: ids are unique.
 */
function alias(route: Route, path: string, described: Description): { route: Route; described: Description } {
  const { headers: _headers, ...example } = described.example;
  const operation = `${route.operation}-${path.split('/')[4]}`;
  return { route: { ...route, path, operation }, described: { ...described, example } };
}

function operationObject(route: Route, described: Description, shared: Record<string, Schema>): object {
  const { operation, summary, scope, readScope } = route;
  const { description, body, bodyIsOptional, example } = described;
  return {
    operationId: operation,
    summary,
    description: readScope ? `${description} ${withoutScope(readScope)}` : description,
    security: scope === undefined ? [] : [{ token: [scope] }],
    parameters: parameters(route, described),
    ...(body && {
      requestBody: {
        required: !bodyIsOptional,
        content: { 'application/json': { schema: bodySchema(body), example: example.body } },
      },
    }),
    responses: responses(route, described, shared),
  };
}

function withoutScope(readScope: Scope): string {
  return `To a token without the scope ${readScope} it answers ids, versions and the names that were written, and nothing else.`;
}
