import type { MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEventV2WithJWTAuthorizer } from 'aws-lambda';
import type { Text } from '#contract/contract.ts';
import type { Json } from '#domain/json.ts';

/** An event of an HTTP API (payload format 2.0), with what the chain has found out about it. */
export interface ApiEvent extends APIGatewayProxyEventV2WithJWTAuthorizer {
  /** The body, parsed. Undefined when there is none. */
  json?: Json;
  /** The conversation that it is about, where the path does not say. For the log. */
  conversationId?: string;
}

/** What a handler answers. */
export interface ApiResponse {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** One link of the chain around every handler. */
export type ApiMiddleware = MiddlewareObj<ApiEvent, ApiResponse>;

/** The claims of the caller's token, as the authorizer passes them on. */
export function claimsOf(event: ApiEvent): Readonly<Record<string, unknown>> {
  return event.requestContext.authorizer?.jwt?.claims ?? {};
}

/**
 * The client that a token was issued to (RFC 9068, section 2.2), or its subject. Entra calls it `appid` in tokens of
 * version 1, Okta `cid`.
 */
export function clientOf(event: ApiEvent): string {
  const { client_id, azp, appid, cid, sub } = claimsOf(event);
  return String(client_id ?? azp ?? appid ?? cid ?? sub ?? '');
}

/**
 * Whom a token was issued for, where that is not the client itself: the name of a person, as Cognito has it in `username`, or what the
 * issuer has for a subject.
 */
export function subjectOf(event: ApiEvent): string | undefined {
  const { username, sub } = claimsOf(event);
  const subject = String(username ?? sub ?? '');
  return subject === '' || subject === clientOf(event) ? undefined : subject;
}

/** What an operation answers when it refuses nothing, as its contract says. */
type Answer =
  | Text
  | { readonly status: 204 }
  | {
      readonly status: number;
      readonly body: unknown;
      readonly version?: number | undefined;
      readonly location?: string;
    };

/**
 * An answer as the gateway takes it. Unless its headers say otherwise, no cache may keep it: it holds facts about a
 * person.
 */
export function respond(answer: Answer): ApiResponse {
  const { status: statusCode } = answer;
  if ('text' in answer) return { statusCode, headers: answer.headers, body: answer.text };
  if (!('body' in answer)) return { statusCode, headers: { 'cache-control': 'no-store' }, body: '' };
  const { body, version, location } = answer;
  const headers = {
    'content-type': 'application/json',
    'cache-control': 'no-store',
    ...(location !== undefined && { location }),
    // A strong entity tag (RFC 9110, section 8.8.3).
    ...(version !== undefined && { etag: `"${version}"` }),
  };
  return { statusCode, headers, body: JSON.stringify(body) };
}
