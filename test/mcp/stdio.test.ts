import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { expect, test } from 'vitest';
import { useApi } from '../support/api.ts';
import { callTool } from './agent.ts';

const api = useApi();

test('npm run mcp serves the same tools on standard input and output, over HTTP', async () => {
  const made = await api.make();
  const agent = new Client({ name: 'test', version: '1' });
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: ['run.mjs', 'commands/mcp.ts'],
    env: { API_URL: api.url, CONVERSATION_ID: made.id },
  });
  await agent.connect(transport);
  await callTool(agent, 'set_conversation_data', { attributes: { intent: 'billing', 'a b/c': '1' } });
  expect((await callTool(agent, 'get_conversation_data', { names: ['intent', 'a b/c', 'tier'] })).body).toMatchObject({
    attributes: { intent: 'billing', 'a b/c': '1' },
    notSet: [{ name: 'tier' }],
  });
  await callTool(agent, 'flush_conversation_data');
  expect((await api.ok('GET', made.attributes())).body.attributes).toEqual({ intent: 'billing', 'a b/c': '1' });
  expect((await callTool(agent, 'get_conversation_history')).text).toContain('conversation-not-found');
  await agent.close();
});
