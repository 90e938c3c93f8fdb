import { Client, ClientCredentialsProvider, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { expect, test } from 'vitest';
import { useApi } from '../support/api.ts';
import { callTool } from './agent.ts';

const api = useApi();
const wellKnown = '/.well-known/oauth-protected-resource';

test.each([`${wellKnown}/mcp`, wellKnown])(
  '%s tells who issues tokens, and with which scopes, without one',
  async (path) => {
    const { status, body } = await api.call('GET', path, { token: null });
    expect(status).toBe(200);
    expect(body).toEqual({
      resource: `${api.url}/mcp`,
      authorization_servers: [api.url],
      scopes_supported: ['conversation:read', 'flow:read', 'flow:write'],
      bearer_methods_supported: ['header'],
      resource_name: 'Conversation Attributes',
    });
  },
);

test('a host that knows a client and nothing else finds the issuer, gets a token with those scopes, and works', async () => {
  const made = await api.make();
  const agent = new Client({ name: 'test', version: '1' });
  const authProvider = new ClientCredentialsProvider({ ...api.credentials, expectedIssuer: api.url });
  const requestInit = { headers: { 'x-conversation-id': made.id } };
  await agent.connect(new StreamableHTTPClientTransport(new URL(`${api.url}/mcp`), { authProvider, requestInit }));
  expect((await callTool(agent, 'get_conversation')).body).toMatchObject({ id: made.id });
  const [, payload = ''] = authProvider.tokens()?.access_token.split('.') ?? [];
  expect(JSON.parse(Buffer.from(payload, 'base64url').toString()).scope).toBe('conversation:read flow:read flow:write');
  await agent.close();
});

test('one whose client is not known is told so', async () => {
  const agent = new Client({ name: 'test', version: '1' });
  const authProvider = new ClientCredentialsProvider({
    ...api.credentials,
    clientSecret: 'wrong',
    expectedIssuer: api.url,
  });
  const transport = new StreamableHTTPClientTransport(new URL(`${api.url}/mcp`), { authProvider });
  await expect(agent.connect(transport)).rejects.toThrow(/match no client/);
});
