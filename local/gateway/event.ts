import type { APIGatewayProxyEventV2, APIGatewayProxyEventV2WithJWTAuthorizer } from 'aws-lambda';
import { connectionHeaders, splitCookies } from './headers.ts';
import { takeRandom } from './random.ts';

type Authorized = Pick<APIGatewayProxyEventV2WithJWTAuthorizer['requestContext'], 'authorizer'>;

/** What the event is made of. */
export interface EventParts {
  readonly method: string;
  /** As sent, without the query. */
  readonly rawPath: string;
  /** As sent, without the question mark. */
  readonly rawQuery: string;
  /** Names in lower case, repeated ones joined. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Buffer;
  readonly routeKey: string;
  /** As sent. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Of the token; undefined on a route that needs none. */
  readonly claims: Readonly<Record<string, string>> | undefined;
  readonly requestId: string;
  readonly sourceIp: string;
  readonly port: number;
  readonly time: Date;
}

/**
 * Builds the event of payload format 2.0
 * (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html).
 * What that page leaves open is as live events have it: the path is decoded, so is a query parameter, `content-length` is that of the
 * body, the `cookie` header moves to `cookies`, fields that are empty are left out, `scopes` is null where a route asks for none.
 * @throws URIError when the path is not percent-encoded UTF-8: check before.
 */
export function buildEvent(parts: EventParts): APIGatewayProxyEventV2WithJWTAuthorizer {
  const { method, routeKey, headers } = parts;
  const path = decodeURIComponent(parts.rawPath);
  const cookies = splitCookies(headers.get('cookie'));
  const query = joinQuery(parts.rawQuery);
  const parameters = Object.entries(parts.parameters).map(([name, raw]) => [name, decodeURIComponent(raw)]);
  return {
    version: '2.0',
    routeKey,
    rawPath: path,
    rawQueryString: parts.rawQuery,
    ...(cookies.length > 0 && { cookies }),
    headers: buildHeaders(parts),
    ...(query.size > 0 && { queryStringParameters: Object.fromEntries(query) }),
    requestContext: {
      accountId: '000000000000',
      apiId: 'local',
      // The type knows only routes with an authorizer; without one AWS leaves it out.
      ...((parts.claims ? { authorizer: { jwt: { claims: { ...parts.claims }, scopes: null } } } : {}) as Authorized),
      domainName: 'localhost',
      domainPrefix: 'localhost',
      http: {
        method,
        path,
        protocol: 'HTTP/1.1',
        sourceIp: parts.sourceIp,
        userAgent: headers.get('user-agent') ?? '',
      },
      requestId: parts.requestId,
      routeKey,
      stage: '$default',
      time: formatLogTime(parts.time),
      timeEpoch: parts.time.getTime(),
    },
    ...(parameters.length > 0 && { pathParameters: Object.fromEntries(parameters) }),
    ...buildBody(parts.body, headers.get('content-type')),
  };
}

function buildHeaders({ headers, body, sourceIp, port }: EventParts): Record<string, string> {
  const forwardedFor = headers.get('x-forwarded-for');
  return Object.fromEntries([
    ...[...headers].filter(([name]) => name !== 'cookie' && !connectionHeaders.has(name)),
    ['content-length', String(body.length)],
    ['x-amzn-trace-id', headers.get('x-amzn-trace-id') ?? makeTraceId()],
    ['x-forwarded-for', forwardedFor === undefined ? sourceIp : `${forwardedFor}, ${sourceIp}`],
    ['x-forwarded-port', String(port)],
    ['x-forwarded-proto', 'http'],
  ]);
}

function makeTraceId(): string {
  const seconds = Math.floor(Date.now() / 1000);
  return `Root=1-${seconds.toString(16)}-${takeRandom(12).toString('hex')}`;
}

function joinQuery(rawQuery: string): Map<string, string> {
  const joined = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(rawQuery)) {
    const earlier = joined.get(name);
    joined.set(name, earlier === undefined ? value : `${earlier},${value}`);
  }
  return joined;
}

/**
 * The documentation says that a binary body comes in base64, not which content types are binary. Measured on AWS: all but `text/*` and
 * three types of `application`; so also forms, `application/merge-patch+json` and a body without a content type
 * (https://github.com/ministackorg/ministack/pull/766).
 */
function buildBody(body: Buffer, contentType = ''): Pick<APIGatewayProxyEventV2, 'body' | 'isBase64Encoded'> {
  if (body.length === 0) return { isBase64Encoded: false };
  const type = contentType.replace(/;.*$/s, '').trim().toLowerCase();
  const isText = /^text\/|^application\/(json|xml|javascript)$/.test(type);
  return isText
    ? { body: body.toString('utf8'), isBase64Encoded: false }
    : { body: body.toString('base64'), isBase64Encoded: true };
}

/** The time as access logs have it: `10/Jul/2026:19:19:05 +0000`. */
function formatLogTime(time: Date): string {
  const [, day, month, year, clock] = /, (\d\d) (\w+) (\d+) (\S+) GMT$/.exec(time.toUTCString()) ?? [];
  return `${day}/${month}/${year}:${clock} +0000`;
}
