import type { Context } from 'aws-lambda';
import type { Contract, ParametersOf, Scope } from '#contract/contract.ts';
import { isObject, type Json, parse } from '#domain/json.ts';
import type { ApiEvent, ApiResponse } from '#http/api.ts';
import { environment } from '#http/wiring/environment.ts';
import { formatMetrics, log } from '#http/wiring/log.ts';

/** The context of an invocation, as far as handlers ask for it. */
export type InvocationContext = Pick<Context, 'awsRequestId' | 'getRemainingTimeInMillis'>;

/** An operation of the API that this function has in its bundle. */
export interface LocalOperation<Own extends Contract = Contract> {
  readonly contract: Own;
  readonly handler: (event: ApiEvent, context: Context) => Promise<ApiResponse>;
}

/** A request to an operation. */
export interface LocalRequest<Own extends Contract> {
  /** The parameters of its path. */
  readonly path: Readonly<Record<ParametersOf<Own['path']>, string>>;
  readonly query?: readonly (readonly [name: string, value: string])[];
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What an operation answers: of a refusal, the members of `application/problem+json`. */
export interface LocalAnswer {
  readonly status: number;
  /** Numbers keep their digits (`#domain/json.ts`). */
  readonly body: Readonly<Record<string, Json>>;
}

/** Runs operations for one caller. */
export interface LocalApi {
  /** A refusal is an answer, whatever its status. */
  ask<Own extends Contract>(operation: LocalOperation<Own>, request: LocalRequest<Own>): Promise<LocalAnswer>;
  /** The same. @throws Unavailable when it answers 5xx */
  call<Own extends Contract>(operation: LocalOperation<Own>, request: LocalRequest<Own>): Promise<LocalAnswer>;
}

/** An operation could not do its work now: it may have taken effect, and can be repeated. */
class Unavailable extends Error {
  /** The code of the refusal: what Lambda tells of an error is its name and its message. */
  override readonly name: string;

  constructor({ status, body: { code, detail } }: LocalAnswer) {
    super(`${status} ${code}: ${detail}`);
    this.name = String(code);
  }
}

/**
 * Runs operations of the API in this process as a request with such a token would: every check, limit and log line is the
 * operation's own.
 *
 * @param claims of the token.
 */
export function makeLocalApi(claims: Readonly<Record<string, unknown>>, context: InvocationContext): LocalApi {
  const api: LocalApi = {
    ask: async ({ contract, handler }, request) => {
      const event = eventOf(contract, request, claims, context.awsRequestId);
      // Handlers ask for nothing of it but the time.
      const { statusCode: status, body } = await handler(event, context as Context);
      if (status >= 500) countFailure(contract.operation, status);
      const parsed = body === '' ? {} : parse(body);
      return { status, body: isObject(parsed) ? parsed : {} };
    },
    call: async (operation, request) => {
      const answer = await api.ask(operation, request);
      if (answer.status >= 500) throw new Unavailable(answer);
      return answer;
    },
  };
  return api;
}

/** What no gateway counts. The operation has logged why. */
function countFailure(operation: string, status: number): void {
  const message = `${operation} ${status} in process`;
  log('WARN', { message, integrationFailures: 1, ...formatMetrics({}, { integrationFailures: 'Count' }) });
}

/** The claims that a token of a client with these scopes has. */
export function claimsOfClient(clientId: string, scopes: readonly Scope[]): Readonly<Record<string, string>> {
  const { scopeClaims, scopePrefix } = environment;
  const [claim = 'scope'] = scopeClaims;
  return { client_id: clientId, [claim]: scopes.map((scope) => `${scopePrefix}${scope}`).join(' ') };
}

function eventOf<Own extends Contract>(
  { method, path: template }: Own,
  { path: parameters, query = [], body, headers }: LocalRequest<Own>,
  claims: Readonly<Record<string, unknown>>,
  requestId: string,
): ApiEvent {
  const given: Readonly<Record<string, string>> = parameters;
  const path = template.replaceAll(/\{(\w+)\}/g, (_, name: string) => given[name] ?? '');
  const routeKey = `${method} ${template}`;
  return {
    version: '2.0',
    routeKey,
    rawPath: path,
    rawQueryString: new URLSearchParams(query.map(([name, value]): [string, string] => [name, value])).toString(),
    headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
    pathParameters: given,
    requestContext: {
      accountId: '',
      apiId: '',
      authorizer: { principalId: '', integrationLatency: 0, jwt: { claims: { ...claims } as ApiClaims, scopes: [] } },
      domainName: '',
      domainPrefix: '',
      http: { method, path, protocol: '', sourceIp: '', userAgent: '' },
      requestId,
      routeKey,
      stage: '$default',
      time: '',
      timeEpoch: Date.now(),
    },
    isBase64Encoded: false,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  };
}

type ApiClaims = ApiEvent['requestContext']['authorizer']['jwt']['claims'];
