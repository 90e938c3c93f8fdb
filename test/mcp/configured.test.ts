import { beforeAll, expect, test, vi } from 'vitest';
import { readAgentAttributes } from '#contract/agent-attributes.ts';
import { fill, takeBlock } from '../docs/markdown.ts';
import { useApi } from '../support/api.ts';
import { callTool, connectAgent } from './agent.ts';

const attributes = takeBlock('docs/flows/ai-agents.md', '"intent"');
beforeAll(() => {
  vi.stubEnv('MCP_ATTRIBUTES', attributes);
});
const api = useApi();

async function begin() {
  const made = await api.make({
    participants: [{ purpose: 'customer', attributes: { tier: 'gold', note: 'private' } }],
  });
  const headers = { authorization: `Bearer ${await api.token()}`, 'x-conversation-id': made.id };
  return { made, agent: await connectAgent(api.url, headers) };
}

test('tools name the attributes that are configured, with their types, and no others', async () => {
  const { agent } = await begin();
  const { tools } = await agent.listTools();
  expect(tools.find(({ name }) => name === 'set_conversation_data')?.inputSchema.properties).toMatchObject({
    attributes: {
      properties: {
        intent: {
          type: ['string', 'null'],
          description: 'What the customer wants.',
          enum: ['billing', 'technical', null],
        },
        orders: { type: ['integer', 'null'] },
      },
      additionalProperties: false,
    },
  });
  expect((await callTool(agent, 'get_conversation_data')).body).toMatchObject({ attributes: { tier: 'gold' } });
  await agent.close();
});

test('what is configured is set, as a text, and the rest is refused with what would be right', async () => {
  const { made, agent } = await begin();
  await callTool(agent, 'set_conversation_data', { attributes: { intent: 'billing', orders: 3 } });
  await callTool(agent, 'flush_conversation_data');
  expect((await api.ok('GET', made.attributes())).body.attributes).toMatchObject({ intent: 'billing', orders: '3' });
  const wrong = { intent: 'refund', orders: 1.5, tier: 'platinum', note: 'x' };
  const { text } = await callTool(agent, 'set_conversation_data', { attributes: wrong });
  for (const part of [
    '"intent" must be one of billing, technical',
    '"orders" must be an integer',
    '"tier" can be got, and not set',
    'There is no attribute "note" here: use some of intent, orders.',
  ]) {
    expect(text).toContain(part);
  }
  expect((await callTool(agent, 'get_conversation_data', { names: ['note'] })).text).toContain('Ask for some of these');
  await agent.close();
});

test('the page on AI agents tells a host the server as this one takes it', async () => {
  await api.make({ id: 'call-1', participants: [{ purpose: 'customer', attributes: { tier: 'gold' } }] });
  const block = takeBlock('docs/flows/ai-agents.md', '"url": "http://127.0.0.1:3000/mcp"');
  const { mcpServers } = JSON.parse(fill(block, { token: await api.token() }));
  const { type, url, headers } = mcpServers.conversation;
  expect([type, url]).toEqual(['http', 'http://127.0.0.1:3000/mcp']);
  const agent = await connectAgent(api.url, headers);
  expect((await callTool(agent, 'get_conversation_data')).body).toMatchObject({ attributes: { tier: 'gold' } });
  await agent.close();
});

test.each([
  ['true', {}],
  [{ tier: {} }, { tier: {} }],
  ['{"tier":{"readOnly":true}}', { tier: { readOnly: true } }],
])('attributes are read from %j', (given, expected) => expect(readAgentAttributes(given)).toEqual(expected));

test.each(['', 'no', '[]', '{"tier":1}', { tier: { type: 'date' } }, { tier: { secret: true } }])(
  'attributes are not read from %j',
  (given) => expect(readAgentAttributes(given)).toBeUndefined(),
);
