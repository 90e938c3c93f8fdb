import { type CallToolResult, Server, type Tool } from '@modelcontextprotocol/server';
import { contractVersion } from '#contract/contract.ts';
import { explanations, type ProblemCode } from '#contract/problems.ts';
import { isObject, type Json, stringify } from '#domain/json.ts';
import type { LocalAnswer } from '#http/in-process/call.ts';
import { checkNames, readText, WrongArguments } from './arguments.ts';
import type { AgentSession } from './session.ts';
import { type AgentTool, tools } from './tools.ts';

const INSTRUCTIONS =
  'Facts that travel with a conversation of a contact centre. Get what is known before you ask the customer; set what you learn; flush before you hand over. Secured values are not shown to you.';

/** The MCP server for an agent. */
export function makeServer(session: AgentSession): Server {
  const identity = { name: 'conversation-attributes', title: 'Conversation Attributes', version: contractVersion };
  const server = new Server(identity, { capabilities: { tools: {} }, instructions: INSTRUCTIONS });
  server.setRequestHandler('tools/list', () => ({ tools: tools.map((tool) => describe(tool, session)) }));
  server.setRequestHandler('tools/call', ({ params }) => call(session, params.name, params.arguments ?? {}));
  return server;
}

/** A tool as the model sees it. It names the conversation only where the host has not. */
function describe({ name, title, description, isRead, input }: AgentTool, session: AgentSession): Tool {
  const { type, properties, required = [] } = input(session.attributes);
  const conversationId = { type: 'string', description: 'The id of the conversation.' };
  const own = session.conversationId === undefined ? { conversationId } : {};
  return {
    name,
    title,
    description,
    inputSchema: { type, properties: { ...own, ...properties }, required: [...Object.keys(own), ...required] },
    annotations: { readOnlyHint: isRead, destructiveHint: false, idempotentHint: true, openWorldHint: false },
  };
}

async function call(session: AgentSession, name: string, given: Readonly<Record<string, unknown>>) {
  const tool = tools.find((one) => one.name === name);
  if (!tool)
    return failure(`There is no tool ${JSON.stringify(name)}: call one of ${tools.map((one) => one.name).join(', ')}.`);
  try {
    const { properties } = describe(tool, session).inputSchema;
    checkNames(given, Object.keys(properties ?? {}));
    const conversationId = session.conversationId ?? readText(given, 'conversationId');
    if (!conversationId)
      throw new WrongArguments('The argument "conversationId" is missing: it names the conversation.');
    const { status, body } = await tool.run(session, conversationId, given);
    return status < 400 ? success(tool.show?.(body, session.attributes) ?? body) : failure(explain(body));
  } catch (error) {
    if (error instanceof WrongArguments) return failure(error.message);
    throw error;
  }
}

function success(body: LocalAnswer['body']): CallToolResult {
  return { content: [{ type: 'text', text: stringify(body) }] };
}

function failure(text: string): CallToolResult {
  return { content: [{ type: 'text', text }], isError: true };
}

/** What was refused, why, and what to do about it: the same as the page of errors says. */
function explain({ code, detail, errors }: LocalAnswer['body']): string {
  const all = Array.isArray(errors) ? (errors as readonly Json[]) : [];
  const each = all.map((one) => (isObject(one) ? `\n- ${one.name}: ${one.reason}` : ''));
  return `${code}: ${detail}${each.join('')}\nWhat to do: ${explanations[code as ProblemCode] ?? 'try again in a moment.'}`;
}
