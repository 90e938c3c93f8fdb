import { type CallToolResult, Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';

/** What a tool has answered. */
export interface ToolAnswer {
  readonly isError: boolean;
  readonly text: string;
  /** Of an answer that is no error. */
  readonly body: Readonly<Record<string, unknown>>;
}

/**
 * An agent's host, by the SDK's own client.
 *
 * @param mode of the protocol: `legacy` begins with the handshake of 2025, `auto` takes the revision of 2026 where a server has it.
 */
export async function connectAgent(
  url: string,
  headers: Readonly<Record<string, string>>,
  mode: 'legacy' | 'auto' = 'auto',
): Promise<Client> {
  const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode } });
  await client.connect(new StreamableHTTPClientTransport(new URL(`${url}/mcp`), { requestInit: { headers } }));
  return client;
}

/** Calls a tool. */
export async function callTool(agent: Client, name: string, args: object = {}): Promise<ToolAnswer> {
  const { content, isError = false } = (await agent.callTool({
    name,
    arguments: args as Record<string, unknown>,
  })) as CallToolResult;
  const [first] = content;
  const text = first?.type === 'text' ? first.text : '';
  return { isError, text, body: isError ? {} : JSON.parse(text) };
}
