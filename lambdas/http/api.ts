import type { MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEventV2WithJWTAuthorizer } from 'aws-lambda';
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

/** A JSON answer. Nobody may keep it: it holds facts about a person. */
export function json(statusCode: number, body: unknown, headers: Readonly<Record<string, string>> = {}): ApiResponse {
  return {
    statusCode,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers },
    body: JSON.stringify(body),
  };
}

/** A version as a strong entity tag (RFC 9110, section 8.8.3). */
export function etag(version: number): { readonly etag: string } {
  return { etag: `"${version}"` };
}
