import type { CallToolResult, Client } from '@modelcontextprotocol/client';
import type { Model, ToolCall, Turn } from './model.ts';

/** What a session has come to. */
export interface Outcome {
  readonly turns: readonly Turn[];
  readonly handedOver: boolean;
}

/** Rounds of tools before the agent must say something: a model that goes round in circles keeps no customer waiting. */
const MAX_ROUNDS = 8;

/**
 * The loop of a voice agent, as LiveKit's `AgentSession` and a pipeline of Pipecat have it: what the customer has said, as text, goes to the
 * model; the tools that it calls are run and answered to it, until it says something, which goes to the customer as speech.
 *
 * Speech to text comes in by `heard`, and what is said goes out by `say`.
 */
export async function runSession(
  mcp: Client,
  model: Model,
  heard: AsyncIterable<string> | Iterable<string>,
  say: (text: string) => void,
): Promise<Outcome> {
  const { tools } = await mcp.listTools();
  const turns: Turn[] = [];
  /** Lets the model work until it has said something. @returns whether it hands over. */
  const answer = async (): Promise<boolean> => {
    for (let round = 0; round < MAX_ROUNDS; round++) {
      const reply = await model.reply(turns, tools);
      if ('says' in reply) {
        turns.push({ from: 'agent', text: reply.says });
        say(reply.says);
        return reply.handsOver ?? false;
      }
      for (const call of reply.calls) turns.push(await callTool(mcp, call));
    }
    say('One moment please, I get you a person.');
    return true;
  };
  let handedOver = await answer();
  if (!handedOver) {
    for await (const text of heard) {
      turns.push({ from: 'customer', text });
      handedOver = await answer();
      if (handedOver) break;
    }
  }
  // Whatever way it ends: what it has learned is there for whoever goes on.
  await callTool(mcp, { name: 'flush_conversation_data', arguments: {} });
  return { turns, handedOver };
}

/** Runs a tool. What it refuses is for the model to read. */
async function callTool(mcp: Client, call: ToolCall): Promise<Turn> {
  const { content, isError = false } = (await mcp.callTool({
    ...call,
    arguments: { ...call.arguments },
  })) as CallToolResult;
  const text = content.map((part) => (part.type === 'text' ? part.text : '')).join('');
  return { from: 'tool', call, text, isError };
}
