import { expect, test } from 'vitest';
import { useApi } from '../support/api.ts';
import type { Paths } from '../support/paths.ts';
import { callTool, connectAgent } from './agent.ts';

const api = useApi();
const agentFor = async (made?: Paths, scopes?: string) =>
  connectAgent(api.url, {
    authorization: `Bearer ${await api.token(scopes)}`,
    ...(made && { 'x-conversation-id': made.id }),
  });
const attributesOf = async (made: Paths) => (await api.ok('GET', made.attributes())).body.attributes;

test('an agent sets what it learns, gets it, and others see it after its flush', async () => {
  const made = await api.make();
  const agent = await agentFor(made);
  await callTool(agent, 'set_conversation_data', { attributes: { intent: 'billing' } });
  expect((await callTool(agent, 'get_conversation_data', { names: ['intent', 'tier'] })).body).toMatchObject({
    attributes: { intent: 'billing' },
    notSet: [{ name: 'tier' }],
  });
  expect(await attributesOf(made)).toEqual({});
  expect((await callTool(agent, 'flush_conversation_data')).body).toMatchObject({ flushed: ['intent'] });
  expect(await attributesOf(made)).toEqual({ intent: 'billing' });
  await agent.close();
});

test('a call that comes again brings nothing old back, and what is not flushed is applied at the end of the conversation', async () => {
  const made = await api.make();
  const agent = await agentFor(made);
  const set = () => callTool(agent, 'set_conversation_data', { attributes: { intent: 'billing' } });
  await set();
  await set();
  await callTool(agent, 'flush_conversation_data');
  await api.ok('PATCH', made.attributes(), { body: { attributes: { intent: 'technical' } } });
  expect((await callTool(agent, 'flush_conversation_data')).body).toMatchObject({ flushed: [] });
  expect(await attributesOf(made)).toEqual({ intent: 'technical' });
  await callTool(agent, 'set_conversation_data', { attributes: { outcome: 'solved' } });
  await api.ok('PATCH', made.conversation, { body: { state: 'wrapup' } });
  expect(await attributesOf(made)).toEqual({ intent: 'technical', outcome: 'solved' });
  await agent.close();
});

test('it reads the conversation, without values, and what is kept of one that has ended', async () => {
  await api.ok('PUT', '/api/v2/settings/channels/voice', { body: { savedAttributes: ['tier'], retentionDays: 1 } });
  const made = await api.make({ participants: [{ purpose: 'customer', attributes: { tier: 'gold' } }] });
  const agent = await agentFor(made);
  const { text, body } = await callTool(agent, 'get_conversation');
  expect(body).toMatchObject({
    id: made.id,
    state: 'active',
    participants: [{ id: 'customer-1', purpose: 'customer' }],
  });
  expect(text).not.toContain('gold');
  await api.ok('PATCH', made.conversation, { body: { state: 'handled' } });
  expect((await callTool(agent, 'get_conversation_history')).body).toMatchObject({
    id: made.id,
    data: { tier: 'gold' },
  });
  await agent.close();
});

test('the model names the conversation where its host has not, and can name no other where it has', async () => {
  const [own, other] = [await api.make(), await api.make()];
  const free = await agentFor();
  const { tools } = await free.listTools();
  for (const { inputSchema } of tools) expect(inputSchema.required).toContain('conversationId');
  const args = { conversationId: other.id, attributes: { intent: 'billing' } };
  expect((await callTool(free, 'set_conversation_data', args)).isError).toBe(false);
  expect((await callTool(free, 'flush_conversation_data')).text).toContain('"conversationId" is missing');
  const bound = await agentFor(own);
  for (const { inputSchema } of (await bound.listTools()).tools) {
    expect(inputSchema.properties).not.toHaveProperty('conversationId');
  }
  expect((await callTool(bound, 'set_conversation_data', args)).text).toContain(
    'There is no argument "conversationId"',
  );
  await Promise.all([free.close(), bound.close()]);
});

test('secured values are not shown, set, nor in any tool', async () => {
  const made = await api.make();
  await api.ok('PATCH', `${made.conversation}/secureattributes`, { body: { attributes: { pin: '4711' } } });
  const agent = await agentFor(made);
  for (const tool of ['get_conversation_data', 'get_conversation', 'flush_conversation_data']) {
    const { isError, text } = await callTool(agent, tool);
    expect(isError, text).toBe(false);
    expect(text).not.toContain('4711');
  }
  expect(JSON.stringify(await agent.listTools())).not.toMatch(/secure/i);
  // What the agent did was a bot's: its execution has lost the right for good.
  await callTool(agent, 'set_conversation_data', { attributes: { intent: 'x' } });
  const refused = await api.call('GET', `${made.conversation}/flows/ai-agent/secureattributes`);
  expect(refused.body.code).toBe('secured-not-for-bots');
  await agent.close();
});

test.each([
  ['set_conversation_data', {}, /"attributes" must be an object of names and values, such as/],
  ['set_conversation_data', { attributes: { count: 3 } }, /"count" must be a text \(put numbers in quotation marks\)/],
  [
    'set_conversation_data',
    { attributes: { 'a\u0000b': 'x' } },
    /^bad-request: [\s\S]*What to do: [\s\S]*Correct what `errors` names/,
  ],
  [
    'set_conversation_data',
    { attributes: { a: 'x' }, target: 'agent' },
    /"target" is "agent"; it must be one of participant, conv/,
  ],
  [
    'get_conversation_data',
    { name: 'tier' },
    /no argument "name"\. Call the tool again with these only: names, target/,
  ],
  ['get_conversation_history', {}, /^conversation-not-found: [\s\S]*What to do: /],
  ['delete_everything', {}, /no tool "delete_everything": call one of set_conversation_data, get_conversation_data/],
])('%s with %j tells the model what would be right', async (name, args, message) => {
  const agent = await agentFor(await api.make());
  expect(await callTool(agent, name, args)).toMatchObject({ isError: true, text: expect.stringMatching(message) });
  await agent.close();
});

test('a token is needed, and a tool whose scope it lacks says which', async () => {
  const made = await api.make();
  await expect(connectAgent(api.url, {})).rejects.toThrow(/401|Unauthorized/);
  const agent = await agentFor(made, 'flow:read');
  expect((await callTool(agent, 'get_conversation_data')).isError).toBe(false);
  const { text } = await callTool(agent, 'set_conversation_data', { attributes: { intent: 'x' } });
  expect(text).toMatch(/^missing-scope: .*flow:write/);
  await agent.close();
});

test.each(['legacy', 'auto'] as const)('clients of the %s protocol list tools and call them', async (mode) => {
  const made = await api.make();
  const headers = { authorization: `Bearer ${await api.token()}`, 'x-conversation-id': made.id };
  const agent = await connectAgent(api.url, headers, mode);
  expect((await agent.listTools()).tools.map(({ name }) => name)).toEqual([
    'set_conversation_data',
    'get_conversation_data',
    'flush_conversation_data',
    'get_conversation',
    'get_conversation_history',
  ]);
  expect((await callTool(agent, 'get_conversation')).body).toMatchObject({ id: made.id });
  await agent.close();
});

test('a subscription is refused at once: a function keeps no stream open', async () => {
  const agent = await connectAgent(api.url, { authorization: `Bearer ${await api.token()}` });
  await expect(agent.listen({ toolsListChanged: true })).rejects.toThrow('Subscription limit reached');
  await agent.close();
});

test('GET and DELETE, of servers that keep sessions, are refused as the protocol says', async () => {
  expect((await api.call('GET', '/mcp')).status).toBe(405);
  expect((await api.call('DELETE', '/mcp')).status).toBe(405);
});
