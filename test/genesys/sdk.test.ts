import { randomUUID } from 'node:crypto';
import platformClient from 'purecloud-platform-client-v2';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { useApi } from '../support/api.ts';

// The official SDK, as npm has it.
const api = useApi();
const sdk = platformClient.ApiClient.instance;
const conversations = new platformClient.ConversationsApi();
const login = () => sdk.loginClientCredentialsGrant(api.credentials.clientId, api.credentials.clientSecret);

beforeAll(async () => {
  // It heeds HTTP_PROXY, which would not find this machine.
  vi.stubEnv('NO_PROXY', '127.0.0.1');
  const { hostname: host, port } = new URL(api.url);
  sdk.setGateway({ host, protocol: 'http', port: Number(port), path_params_login: '', path_params_api: '' });
  await login();
});

/** What a refused call of the SDK throws. */
function refusal(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    (answer) => Promise.reject(new Error(`answered ${JSON.stringify(answer)}`)),
    (error: unknown) => error,
  );
}

describe('the SDK of Genesys Cloud', () => {
  test('logs in with client credentials', async () => {
    const { accessToken, tokenExpiryTime } = await login();
    expect(accessToken?.split('.')).toHaveLength(3);
    expect(Number(tokenExpiryTime)).toBeGreaterThan(Date.now());
  });

  test('is told when the secret is wrong', async () => {
    const error = await refusal(sdk.loginClientCredentialsGrant(api.credentials.clientId, 'wrong'));
    expect(error).toMatchObject({ response: { data: { error: 'invalid_client' } } });
    await login();
  });

  test('gets a conversation, by any id that is allowed', async () => {
    const anyId = `acd:${randomUUID()}_a-b.c`;
    const { id } = await api.make({ id: anyId, queueId: 'sales' });
    expect(await conversations.getConversation(id)).toMatchObject({
      id: anyId,
      participants: [{ id: 'customer-1', purpose: 'customer', attributes: {} }],
    });
  });

  test('patches the attributes of a participant, and removes with null', async () => {
    const { id } = await api.make();
    const patch = (attributes: object) =>
      conversations.patchConversationParticipantAttributes(id, 'customer', { attributes: attributes as never });
    expect(await patch({ tier: 'gold', 'Änderung 1': '„ja“' })).toMatchObject({ version: 2 });
    expect(await patch({ tier: null })).toEqual({ attributes: { 'Änderung 1': '„ja“' }, version: 3 });
  });

  const body = { attributes: { tier: 'gold' } };
  const kinds = [
    {
      type: 'voice',
      get: (id: string) => conversations.getConversationsCall(id),
      patch: (id: string) => conversations.patchConversationsCallParticipantAttributes(id, 'customer', body),
    },
    {
      type: 'callback',
      get: (id: string) => conversations.getConversationsCallback(id),
      patch: (id: string) => conversations.patchConversationsCallbackParticipantAttributes(id, 'customer', body),
    },
    {
      type: 'webmessaging',
      get: (id: string) => conversations.getConversationsMessage(id),
      patch: (id: string) => conversations.patchConversationsMessageParticipantAttributes(id, 'customer', { body }),
    },
  ];
  test.for(kinds)('gets and patches a conversation by the path of its kind: $type', async ({ type, get, patch }) => {
    const { id } = await api.make({ type });
    expect(await get(id)).toMatchObject({ id, participants: [{ purpose: 'customer', state: 'connected' }] });
    expect(await patch(id)).toEqual({ ...body, version: 2 });
    expect(await get(id)).toMatchObject({ participants: [body] });
    expect(await conversations.getConversation(id)).toMatchObject({ participants: [body] });
  });

  test('gets an email, which takes no attributes', async () => {
    const { id } = await api.make({ type: 'email' });
    expect(await conversations.getConversationsEmail(id)).toMatchObject({ id, participants: [{ state: 'connected' }] });
    const patch = conversations.patchConversationsEmailParticipantAttributes(id, 'customer', {
      attributes: { a: 'b' },
    });
    expect(await refusal(patch)).toMatchObject({ status: 422, code: 'channel-takes-no-attributes' });
  });

  test.for([
    ['voice', () => conversations.getConversationsCalls()],
    ['callback', () => conversations.getConversationsCallbacks()],
    ['email', () => conversations.getConversationsEmails()],
    ['webmessaging', () => conversations.getConversationsMessages()],
  ] as const)('lists the conversations of the type %s that are not over', async ([type, list]) => {
    const { id, conversation } = await api.make({ type });
    const listed = async () => (await list()).entities?.map((one) => one.id);
    expect(await listed()).toContain(id);
    await api.ok('PATCH', conversation, { body: { state: 'handled' } });
    expect(await listed()).not.toContain(id);
  });

  test("finds a guest's attributes on the customer of a message", async () => {
    const allowed = ['tier', { name: 'items', type: 'integer' }];
    const settings = { settings: { webchat: { attributes: { allowed } } } };
    await api.ok('PATCH', '/api/v2/webchat/channels/genesys', { body: settings });
    const message = { message: { text: 'Hello' }, metadata: { tier: 'gold', items: 3 } };
    const { body: taken } = await api.ok('POST', '/api/v2/webchat/channels/genesys/messages', { body: message });
    const { conversationId } = taken as unknown as { readonly conversationId: string };
    const { participants } = await conversations.getConversationsMessage(conversationId);
    expect(participants?.find(({ purpose }) => purpose === 'customer')?.attributes).toEqual({
      tier: 'gold',
      items: '3',
    });
  });

  test('does not take a voice call for a message', async () => {
    const { id } = await api.make();
    const error = await refusal(conversations.getConversationsMessage(id));
    expect(error).toMatchObject({ status: 404, code: 'conversation-not-found' });
  });

  test('patches, gets and replaces secured attributes', async () => {
    const { id } = await api.make();
    const patched = await conversations.patchConversationSecureattributes(id, { attributes: { card: '4111' } });
    expect(patched).toMatchObject({ names: ['card'], version: 1 });
    const read = await conversations.getConversationSecureattributes(id);
    expect(read).toEqual({ attributes: { card: '4111' }, version: 1 });
    const put = await conversations.putConversationSecureattributes(id, { attributes: { pin: '1' }, version: 1 });
    expect(put).toMatchObject({ names: ['pin'], version: 2 });
    expect(await conversations.getConversationSecureattributes(id)).toEqual({ attributes: { pin: '1' }, version: 2 });
  });

  test('replaces secured attributes only with the version that is current', async () => {
    const { id } = await api.make();
    await conversations.patchConversationSecureattributes(id, { attributes: { card: '4111' } });
    const stale = conversations.putConversationSecureattributes(id, { attributes: { pin: '1' }, version: 0 });
    expect(await refusal(stale)).toMatchObject({ status: 409, code: 'version-conflict', currentVersion: 1 });
    expect(await conversations.getConversationSecureattributes(id)).toMatchObject({ attributes: { card: '4111' } });
  });

  test('sends headers of the caller: a repeated patch is applied once, a stale one refused', async () => {
    const { id } = await api.make();
    const patch = (customHeaders: Record<string, string>) =>
      conversations.patchConversationParticipantAttributes(
        id,
        'customer',
        { attributes: { a: 'b' } },
        { customHeaders },
      );
    expect(await patch({ 'Idempotency-Key': 'once', 'If-Match': '"1"' })).toMatchObject({ version: 2 });
    expect(await patch({ 'Idempotency-Key': 'once', 'If-Match': '"1"' })).toMatchObject({ version: 2 });
    expect(await refusal(patch({ 'If-Match': '"1"' }))).toMatchObject({ status: 412, code: 'precondition-failed' });
  });
});

describe('its errors have status, code, message and contextId', () => {
  const text = expect.stringMatching(/.{8}/);

  test('404 for a conversation that is not there', async () => {
    const error = await refusal(conversations.getConversation('never-made'));
    expect(error).toMatchObject({ status: 404, code: 'conversation-not-found', message: text, contextId: text });
  });

  test('404 for a path that the server does not have', async () => {
    const error = await refusal(conversations.getConversationsCobrowsesession('c'));
    expect(error).toMatchObject({ status: 404, code: 'route-not-found', message: text, contextId: text });
  });

  test('422 for a value that is too long, with its name', async () => {
    const { id } = await api.make();
    const body = { attributes: { long: 'x'.repeat(9000) } };
    const error = await refusal(conversations.patchConversationParticipantAttributes(id, 'customer', body));
    expect(error).toMatchObject({ status: 422, code: 'unprocessable-content', message: text, contextId: text });
    expect(error).toMatchObject({ errors: [{ name: 'long' }] });
  });

  test('409 for a conversation that has ended', async () => {
    const { id, conversation } = await api.make();
    await api.ok('PATCH', conversation, { body: { state: 'handled' } });
    const late = conversations.patchConversationParticipantAttributes(id, 'customer', { attributes: { a: 'b' } });
    expect(await refusal(late)).toMatchObject({
      status: 409,
      code: 'conversation-ended',
      message: text,
      contextId: text,
    });
  });

  test('403 for a scope that the token lacks', async () => {
    sdk.setAccessToken(await api.token('flow:read'));
    const error = await refusal(conversations.getConversation('c'));
    await login();
    expect(error).toMatchObject({ status: 403, code: 'missing-scope', message: text, contextId: text });
  });

  test("401 is the gateway's own, with a message only", async () => {
    sdk.setAccessToken('no token');
    const error = await refusal(conversations.getConversation('c'));
    await login();
    expect(error).toEqual({ message: 'Unauthorized' });
  });
});
