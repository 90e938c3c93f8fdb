import { createMcpHandler } from '@modelcontextprotocol/server';
import { AGENT_ATTRIBUTES_FORMAT, readAgentAttributes } from '#contract/agent-attributes.ts';
import { contract as getConversation } from '#contract/conversations/get-conversation.ts';
import { contract as flushAttributes } from '#contract/flows/flush-attributes.ts';
import { contract as getAttributes } from '#contract/flows/get-attributes.ts';
import { contract as setAttributes } from '#contract/flows/set-attributes.ts';
import { contract as getConversationHistory } from '#contract/records/get-conversation-history.ts';
import { serveMcp } from '#contract/triggers/mcp.ts';
import { type ApiEvent, type ApiResponse, claimsOf } from '#http/api.ts';
import { deadline } from '#http/chain/deadline.ts';
import { wrapHandler } from '#http/chain/operation.ts';
import { type LocalOperation, makeLocalApi } from '#http/in-process/call.ts';
import { handler as get } from '../conversations/get-conversation.ts';
import { handler as flush } from '../flows/flush-attributes.ts';
import { handler as getSet } from '../flows/get-attributes.ts';
import { handler as set } from '../flows/set-attributes.ts';
import { handler as getHistory } from '../records/get-conversation-history.ts';
import { makeServer } from './agent/server.ts';
import { type AgentApi, type AgentSession, DEFAULT_EXECUTION } from './agent/session.ts';

/** The handlers of the operations that tools run, by their names. */
const handlers = new Map<string, LocalOperation['handler']>([
  [setAttributes.operation, set],
  [getAttributes.operation, getSet],
  [flushAttributes.operation, flush],
  [getConversation.operation, get],
  [getConversationHistory.operation, getHistory],
]);

const attributes = readAgentAttributes(process.env.MCP_ATTRIBUTES || 'true');
if (attributes === undefined) throw new Error(`MCP_ATTRIBUTES is no ${AGENT_ATTRIBUTES_FORMAT}`);

/** Nothing is kept from one request to the next, and no stream stays open: a function answers once. */
const mcp = createMcpHandler(({ authInfo }) => makeServer(authInfo?.extra?.session as AgentSession), {
  maxSubscriptions: 0,
});

/**
 * Serves the Model Context Protocol (streamable HTTP, without sessions). The gateway has checked the token; each operation that a tool runs
 * checks its scopes.
 *
 * @see https://modelcontextprotocol.io/specification/2026-07-28/basic/transports
 */
export const handler = wrapHandler(serveMcp.operation, async (event) => {
  const authInfo = { token: '', clientId: '', scopes: [], extra: { session: sessionOf(event) } };
  const response = await mcp.fetch(requestOf(event), { authInfo });
  return answerOf(response);
});

/** The conversation may be the host's choice, by a header: then the model can't name another. */
function sessionOf(event: ApiEvent): AgentSession {
  const { headers } = event;
  return {
    api: apiOf(event),
    conversationId: headers['x-conversation-id'],
    flowExecutionId: headers['x-flow-execution-id'] ?? DEFAULT_EXECUTION,
    attributes: attributes ?? {},
  };
}

function apiOf(event: ApiEvent): AgentApi {
  const until = deadline.getStore() ?? 0;
  const context = {
    awsRequestId: event.requestContext.requestId,
    getRemainingTimeInMillis: () => until - Date.now(),
  };
  const api = makeLocalApi(claimsOf(event), context);
  // Claims that are lists are read from the token itself.
  const { authorization = '' } = event.headers;
  return {
    ask: (contract, request) => {
      const operation = handlers.get(contract.operation);
      if (operation === undefined) throw new Error(`No tool runs ${contract.operation}`);
      return api.ask({ contract, handler: operation }, { ...request, headers: { ...request.headers, authorization } });
    },
  };
}

function requestOf({ requestContext, rawPath, headers, body, isBase64Encoded }: ApiEvent): Request {
  const { method } = requestContext.http;
  const content =
    body === undefined || method === 'GET' ? null : Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
  const sent = Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return new Request(`https://mcp.invalid${rawPath}`, { method, headers: sent, body: content });
}

async function answerOf(response: Response): Promise<ApiResponse> {
  const headers = { 'cache-control': 'no-store', ...Object.fromEntries(response.headers) };
  return { statusCode: response.status, headers, body: await response.text() };
}
