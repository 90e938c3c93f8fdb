import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ConversationAttributes } from '../../clients/typescript/src/index.ts';
import { type Access, EmulatedDeployment } from '../../emulators/aws/deployment.ts';
import { install } from '../../emulators/aws/install.ts';
import connected from '../connect/events/connected.json' with { type: 'json' };
import disconnected from '../connect/events/disconnected.json' with { type: 'json' };
import flow from '../connect/events/flow.json' with { type: 'json' };
import initiated from '../connect/events/initiated.json' with { type: 'json' };
import { takeBlock } from '../docs/markdown.ts';
import { callTool, connectAgent } from '../mcp/agent.ts';
import { clientOf } from './caller.ts';
import { runOnTerminal } from './terminal.ts';

const cache = fileURLToPath(new URL('../../.cache/local-aws', import.meta.url));
const deployLine = takeBlock('docs/flows/amazon-connect.md', 'npx cdk deploy');
const [, connectInstanceArn = ''] = / -c connectInstanceArn=(\S+)/.exec(deployLine) ?? [];
let deployment: EmulatedDeployment;
let access: Access;
let client: ConversationAttributes;

beforeAll(async () => {
  deployment = await EmulatedDeployment.begin(await install(cache));
  await runOnTerminal(deployment, deployLine, { context: { mcp: { intent: { enum: ['billing'] } } } });
  access = await deployment.open();
  client = clientOf(access);
});
afterAll(() => deployment?.end());

/** Starts a function. */
async function invoke(name: string, event: object) {
  const path = `/2015-03-31/functions/${encodeURIComponent(name)}/invocations`;
  const response = await fetch(deployment.emulator.url + path, { method: 'POST', body: JSON.stringify(event) });
  return response.json();
}

/** Starts the function of flows as their block does. */
function act(contactId: string, parameters: Readonly<Record<string, string>>) {
  const { ConnectFunctionArn: arn = '' } = deployment.outputs['conversation-attributes-api'] ?? {};
  const ContactData = { ...flow.Details.ContactData, ContactId: contactId, InitialContactId: contactId };
  return invoke(arn, { ...flow, Details: { ContactData, Parameters: parameters } });
}

/** Starts the function of contact events with one: no client of EventBridge may send events of AWS. */
async function tell(contactId: string, event: typeof initiated | typeof connected | typeof disconnected) {
  const { ContactId: _, ...rest } = event.detail as Readonly<Record<string, unknown>>;
  const detail = { ...rest, instanceArn: connectInstanceArn, contactId, initialContactId: contactId };
  const listed = await fetch(`${deployment.emulator.url}/2015-03-31/functions/?MaxItems=1000`);
  const { Functions: functions } = (await listed.json()) as {
    readonly Functions: readonly { readonly FunctionName: string; readonly Handler: string }[];
  };
  const { FunctionName: name = '' } = functions.find(({ Handler }) => Handler === 'follow-contact.handler') ?? {};
  await invoke(name, { ...event, detail });
}

describe('Amazon Connect', () => {
  test('a flow sets, gets and flushes by the function of the stack', async () => {
    expect(await act('contact-1', { action: 'set', tier: 'gold' })).toMatchObject({ ok: 'true' });
    expect(await act('contact-1', { action: 'get', tier: 'standard' })).toMatchObject({ ok: 'true', tier: 'gold' });
    expect(await act('contact-1', { action: 'flush' })).toMatchObject({ flushed: 'tier' });
    expect(await act('contact-1', { action: 'setSecured', pin: '1234' })).toMatchObject({ ok: 'true' });
    expect(await act('contact-1', { action: 'getSecured', pin: '' })).toMatchObject({ pin: '1234' });
    const { attributes } = await client.conversation('contact-1').participant('customer').attributes();
    expect(attributes).toEqual({ tier: 'gold' });
  });

  test('what is refused takes the other path', async () => {
    expect(await act('contact-1', { action: 'remove' })).toMatchObject({ ok: 'false', code: 'bad-request' });
  });

  test('contact events make the conversation, add the agent, and end it', async () => {
    const conversation = client.conversation('contact-2');
    await tell('contact-2', initiated);
    expect(await conversation.get()).toMatchObject({ type: 'voice', state: 'active' });
    await tell('contact-2', connected);
    const { participants = [] } = await conversation.get();
    expect(participants.map(({ purpose }) => purpose)).toEqual(['customer', 'contact', 'agent']);
    await tell('contact-2', disconnected);
    expect(await conversation.get()).toMatchObject({ state: 'wrapup' });
  });
});

describe('AI agents, where functions have the rights of their roles and no others', () => {
  beforeAll(() => deployment.restart({ enforceIam: true }));

  const tokenOf = async ({ url, clientId, clientSecret }: Access): Promise<string> => {
    const authorization = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`;
    const body = new URLSearchParams({ grant_type: 'client_credentials' });
    const response = await fetch(`${url}/oauth/token`, { method: 'POST', headers: { authorization }, body });
    return ((await response.json()) as { readonly access_token: string }).access_token;
  };

  test('an agent sets, gets and flushes by the tools at /mcp', async () => {
    await client.createConversation({ id: 'call-1', type: 'voice', participants: [{ purpose: 'customer' }] });
    const headers = { authorization: `Bearer ${await tokenOf(access)}`, 'x-conversation-id': 'call-1' };
    const agent = await connectAgent(access.url, headers);
    await callTool(agent, 'set_conversation_data', { attributes: { intent: 'billing' } });
    expect((await callTool(agent, 'get_conversation_data')).body).toMatchObject({ attributes: { intent: 'billing' } });
    expect((await callTool(agent, 'set_conversation_data', { attributes: { intent: 'x' } })).isError).toBe(true);
    await callTool(agent, 'flush_conversation_data');
    await agent.close();
    const { attributes } = await client.conversation('call-1').participant('customer').attributes();
    expect(attributes).toEqual({ intent: 'billing' });
  });

  test('nobody gets to the tools without a token, and everybody learns who issues them', async () => {
    expect((await fetch(`${access.url}/mcp`, { method: 'POST', body: '{}' })).status).toBe(401);
    const response = await fetch(`${access.url}/.well-known/oauth-protected-resource/mcp`);
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      resource: expect.stringMatching(/\/mcp$/),
      authorization_servers: [expect.stringContaining('cognito')],
      scopes_supported: [
        'conversation-attributes/conversation:read',
        'conversation-attributes/flow:read',
        'conversation-attributes/flow:write',
      ],
    });
  });
});
