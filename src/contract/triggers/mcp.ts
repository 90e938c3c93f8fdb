import { contract as getConversation } from '../conversations/get-conversation.ts';
import { contract as flushAttributes } from '../flows/flush-attributes.ts';
import { contract as getAttributes } from '../flows/get-attributes.ts';
import { contract as setAttributes } from '../flows/set-attributes.ts';
import { contract as getConversationHistory } from '../records/get-conversation-history.ts';
import { defineTrigger } from './trigger.ts';

/** The MCP server: it runs operations with the rights of the token that a request has. */
export const serveMcp = defineTrigger(
  {
    operation: 'serve-mcp',
    folder: 'mcp',
    summary: 'Serve the tools of AI agents by the Model Context Protocol',
    timeoutSeconds: 10,
  },
  [setAttributes, getAttributes, flushAttributes, getConversation, getConversationHistory],
);

/** Says without a token where tokens for it come from: it runs no operation. */
export const describeMcp = defineTrigger(
  {
    operation: 'describe-mcp',
    folder: 'mcp',
    summary: 'Tell hosts of AI agents who issues tokens for the MCP server',
    timeoutSeconds: 10,
  },
  [],
);

/** Where it is served. GET and DELETE are for servers that keep sessions: they are answered with 405. */
export const mcpRoute = { path: '/mcp', methods: ['POST', 'GET', 'DELETE'] } as const;

/** Where hosts of agents look for that: as RFC 9728 has it for `/mcp`, then at the root. */
export const mcpMetadataPaths = [
  `/.well-known/oauth-protected-resource${mcpRoute.path}`,
  '/.well-known/oauth-protected-resource',
] as const;
