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

/** Where it is served. GET and DELETE are for servers that keep sessions: they are answered with 405. */
export const mcpRoute = { path: '/mcp', methods: ['POST', 'GET', 'DELETE'] } as const;
