import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { type Answer, refuse } from './answer.ts';
import type { Authorizer } from './authorizer.ts';
import { BodyLost, BodyTooLarge, readBody, writeAnswer } from './connection.ts';
import { createCors } from './cors.ts';
import { buildEvent, type EventParts } from './event.ts';
import { type StreamSource, stream, type Told } from './event-stream.ts';
import { joinHeaders } from './headers.ts';
import { invoke, TimedOut } from './invoke.ts';
import { toAnswer } from './lambda-answer.ts';
import type { LoadHandler } from './load-handler.ts';
import { takeRandom } from './random.ts';
import { createRouter, type RoutePattern } from './router.ts';
import { createThrottle } from './throttle.ts';

/** A route that a function answers: behind the authorizer, unless its scope is undefined. */
interface FunctionRoute extends RoutePattern {
  readonly operation: string;
  readonly scope: string | undefined;
}

/** A request of an open route. */
export interface OpenRequest {
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  /** As sent, without the question mark. */
  readonly query: string;
  /** The segments of the path by the names of the pattern, as sent. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** A route without authorizer: the issuer's, and pages. */
export interface OpenRoute extends RoutePattern {
  serve(request: OpenRequest): Answer | Promise<Answer>;
}

/** A request that was answered. */
export interface Answered {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly status: number;
  readonly milliseconds: number;
}

/** What goes where. */
export interface Routing {
  readonly routes: readonly (FunctionRoute | OpenRoute)[];
  /** The operation of the `$default` route, for everything that no route matches. */
  readonly defaultOperation: string;
  readonly authorize: Authorizer;
  readonly load: LoadHandler;
  /** Told what goes wrong inside, for the log: the answer does not say. */
  readonly report: (problem: string, cause: unknown) => void;
  /** Told of each request that was answered. @default nobody is */
  readonly answered?: (request: Answered) => void;
  /** The origins whose pages may call the API. @default none */
  readonly corsOrigins?: readonly string[];
  /** The operation that is told as it happens, to who accepts it so. @default none is */
  readonly streams?: StreamSource;
}

interface ReceiverOptions extends Routing {
  readonly bodyBytes: number;
  readonly functionMs: number;
  readonly rate: number;
  readonly now: () => number;
  readonly port: number;
  /** Holds the responses that are owed to complete requests. */
  readonly underWay: Set<ServerResponse>;
}

type Claims = EventParts['claims'];

/** What no route matches is behind the authorizer too. */
const NO_ROUTE = { method: '', path: '', scope: '' };

/** Makes the listener that takes a request through route, authorizer, body and function to its answer. */
export function createReceiver(options: ReceiverOptions): RequestListener {
  const findRoute = createRouter(options.routes);
  const takesMore = createThrottle(options.rate, options.now);
  const cors = createCors(options.corsOrigins ?? []);

  /** @returns undefined where the answer was told as a stream, to its end */
  async function answer(
    request: IncomingMessage,
    response: ServerResponse,
    requestId: string,
  ): Promise<Answer | undefined> {
    if (!takesMore()) return refuse(429);
    const headers = joinHeaders(request.rawHeaders);
    const { method = '', url = '' } = request;
    const [rawPath = '', ...query] = url.split('?');
    if (!rawPath.startsWith('/') || !isEncoded(rawPath)) return refuse(400);
    if (!headers.has('host') && request.httpVersion === '1.1') return refuse(400);
    const preflight = cors.preflight(method, headers);
    if (preflight) return preflight;

    const match = findRoute(method, rawPath);
    const route: FunctionRoute | OpenRoute = match?.route ?? { ...NO_ROUTE, operation: options.defaultOperation };
    if ('serve' in route) {
      const body = await receiveBody(request, response);
      const { parameters = {} } = match ?? {};
      return cors.allow(await route.serve({ headers, query: query.join('?'), parameters, body }), headers);
    }

    const isOpen = match !== undefined && route.scope === undefined;
    const authorize = async (): Promise<{ readonly claims?: Claims; readonly refusal?: Answer }> =>
      isOpen ? {} : options.authorize(headers.get('authorization'));
    const { claims, refusal } = await authorize();
    if (refusal) return refusal;
    const parts = {
      method,
      rawPath,
      rawQuery: query.join('?'),
      headers,
      body: await receiveBody(request, response),
      routeKey: match ? `${method} ${match.route.path}` : '$default',
      parameters: match?.parameters ?? {},
      requestId,
      sourceIp: request.socket.remoteAddress ?? '127.0.0.1',
      port: options.port,
      time: new Date(),
    };
    const { operation } = route;
    const { streams } = options;
    if (method === 'GET' && streams?.operation === operation && acceptsEvents(headers)) {
      options.underWay.delete(response);
      const ask = async (since: string | undefined): Promise<Told> => {
        // The token may have expired since.
        const { claims: now, refusal: late } = await authorize();
        if (late) return { refusal: late };
        const asked = { ...parts, ...addSince(parts, streams.parameter, since), claims: now, time: new Date() };
        const told = await run(operation, buildEvent(asked), headers);
        return told.status === 200 ? streams.read(String(told.body)) : { refusal: told };
      };
      const { headers: own } = cors.allow(
        { status: 200, headers: { 'apigw-requestid': requestId }, body: '' },
        headers,
      );
      return stream(response, streams, ask, headers.get('last-event-id'), own);
    }
    return run(operation, buildEvent({ ...parts, claims }), headers);
  }

  async function receiveBody(request: IncomingMessage, response: ServerResponse): Promise<Buffer> {
    const body = await readBody(request, options.bodyBytes);
    options.underWay.add(response);
    response.once('close', () => options.underWay.delete(response));
    return body;
  }

  async function run(
    operation: string,
    event: ReturnType<typeof buildEvent>,
    headers: ReadonlyMap<string, string>,
  ): Promise<Answer> {
    try {
      const returned = await invoke(operation, await options.load(operation), event, options.functionMs);
      return cors.allow(toAnswer(returned), headers);
    } catch (error) {
      options.report(`${operation} failed`, error);
      return refuse(error instanceof TimedOut ? 503 : 500);
    }
  }

  return async (request, response) => {
    // In the form that AWS gives it.
    const began = performance.now();
    const requestId = `${takeRandom(11).toString('base64url')}=`;
    const result = await answer(request, response, requestId).catch((error: unknown) => {
      if (error instanceof BodyLost) return undefined;
      if (error instanceof BodyTooLarge) return refuse(413);
      options.report(`${request.method} ${request.url} failed`, error);
      return refuse(500);
    });
    if (!result || response.headersSent) return;
    writeAnswer(response, result, requestId);
    const { method = '', url = '' } = request;
    const path = url.split('?', 1)[0] ?? '';
    options.answered?.({ method, path, status: result.status, milliseconds: performance.now() - began });
  };
}

function acceptsEvents(headers: ReadonlyMap<string, string>): boolean {
  return /(^|,)\s*text\/event-stream\s*(;|,|$)/i.test(headers.get('accept') ?? '');
}

/** What a request asks for after an event: by its query, and as JSON. */
function addSince(
  { rawQuery, headers }: { readonly rawQuery: string; readonly headers: ReadonlyMap<string, string> },
  parameter: string,
  since: string | undefined,
) {
  const query = new URLSearchParams(rawQuery);
  if (since !== undefined) query.set(parameter, since);
  const accepting = new Map(headers).set('accept', 'application/json');
  return { rawQuery: since === undefined ? rawQuery : query.toString(), headers: accepting };
}

function isEncoded(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}
