import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { forwardMessages, toLambdaHandler, toNodeListener } from '../../clients/typescript/src/forwarder.ts';
import { ConversationAttributes } from '../../clients/typescript/src/index.ts';
import { collectAttributes, type Page, sendMessage } from '../../clients/typescript/src/page.ts';
import { useApi } from '../support/api.ts';

const api = useApi();
const connect = () => new ConversationAttributes({ baseUrl: api.url, ...api.credentials });
const report = vi.fn();

beforeEach(() =>
  connect()
    .webChannel('site')
    .patchSettings({ attributes: { allowed: ['tier', 'items'] } }),
);
afterEach(() => void report.mockReset());

const forward = forwardMessagesTo('site');

function forwardMessagesTo(channelId: string) {
  return (request: Request) => forwardMessages({ api: connect(), channelId, report })(request);
}

/** A message as a page sends it. */
function post(body: unknown, headers: Readonly<Record<string, string>> = {}): Request {
  const content = typeof body === 'string' ? body : JSON.stringify(body);
  return new Request('http://site/messages', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: content,
  });
}

/** The cookie that an answer sets, and the conversation that it keeps. */
function keptBy(answer: Response): { readonly cookie: string; readonly id: string } {
  const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? '';
  return { cookie, id: cookie.split('=')[1] ?? '' };
}

describe('a forwarder', () => {
  test("passes on text and attributes of a messenger's message, leaves out the rest, and reports what was dropped", async () => {
    const answer = await forward(
      post({
        ...{ id: 'm-1', type: 'Text', direction: 'Inbound', attributes: { items: 2 } },
        message: { text: 'Hello', channel: { type: 'Private', metadata: { customAttributes: { tier: 'gold' } } } },
        metadata: { admin: true },
      }),
    );
    const taken = { accepted: ['tier', 'items'], dropped: [{ name: 'admin', reason: 'not-allowed' }] };
    expect([answer.status, await answer.json()]).toEqual([200, taken]);
    expect(report).toHaveBeenCalledExactlyOnceWith(taken.dropped);
    expect((await connect().conversation(keptBy(answer).id).get()).data).toEqual({ tier: 'gold', items: 2 });
  });

  test('keeps the conversation of a guest in a cookie that no script reads, and takes it from nowhere else', async () => {
    const first = await forward(post({ text: 'Hello' }));
    const { cookie, id } = keptBy(first);
    expect(first.headers.get('set-cookie')).toMatch(/; HttpOnly; SameSite=Strict; Secure$/);
    const second = await forward(post({ text: 'Still there?', attributes: { tier: 'gold' } }, { cookie }));
    expect(keptBy(second).id).toBe(id);
    expect((await connect().conversation(id).get()).data).toEqual({ tier: 'gold' });
    const other = await forward(post({ text: 'I am you', conversationId: id, attributes: { tier: 'none' } }));
    expect(keptBy(other).id).not.toBe(id);
    expect((await connect().conversation(id).get()).data).toEqual({ tier: 'gold' });
  });

  test('begins another conversation when that of the cookie has ended, or is not of this channel', async () => {
    const { cookie, id } = keptBy(await forward(post({ text: 'Hello' })));
    await connect().conversation(id).patch({ state: 'handled' });
    const again = await forward(post({ text: 'Hello again' }, { cookie }));
    expect([again.status, keptBy(again).id === id]).toEqual([200, false]);
    const call = await api.make();
    const elsewhere = await forward(post({ text: 'Hello' }, { cookie: `guest-conversation=${call.id}` }));
    expect([elsewhere.status, keptBy(elsewhere).id === call.id]).toEqual([200, false]);
  });

  test.for<[string, Request, number]>([
    ['a read', new Request('http://site/messages'), 405],
    ['a form, which a page of another site can send', post('text=Hello', { 'content-type': 'text/plain' }), 415],
    ['64 KiB and more', post({ text: 'x'.repeat(64 * 1024) }), 413],
    ['what is no JSON', post('{'), 400],
    ['a message without a text', post({ attributes: {} }), 400],
  ])('refuses %s', async ([, request, status]) => {
    expect((await forward(request)).status).toBe(status);
  });

  test('tells a page nothing of why the API did not take a message', async () => {
    const logged = vi.spyOn(console, 'error').mockReturnValue();
    onTestFinished(() => logged.mockRestore());
    const weak = new ConversationAttributes({ baseUrl: api.url, clientId: 'local', clientSecret: 'wrong' });
    const answer = await forwardMessages({ api: weak, channelId: 'site' })(post({ text: 'Hello' }));
    expect([answer.status, await answer.json()]).toEqual([502, { message: 'the message could not be passed on' }]);
    expect(logged.mock.lastCall?.join(' ')).toContain('invalid_client');
  });
});

describe('as a function of AWS Lambda', () => {
  /** A request to the URL of a function, or to an HTTP API, in the payload format 2.0. */
  const eventOf = (method: string, rest: object = {}) => ({
    version: '2.0',
    headers: { 'content-type': 'application/json' },
    isBase64Encoded: false,
    requestContext: { http: { method } },
    ...rest,
  });

  test('it passes messages on, and keeps the conversation in the cookie that a gateway takes out of the headers', async () => {
    const handle = toLambdaHandler(forward);
    const first = await handle(eventOf('POST', { body: JSON.stringify({ text: 'Hello' }) }));
    expect(first).toMatchObject({ statusCode: 200, headers: { 'content-type': 'application/json' } });
    expect(first.headers).not.toHaveProperty('set-cookie');
    const [cookie = ''] = first.cookies.map((text) => text.split(';')[0] ?? '');
    const body = Buffer.from(JSON.stringify({ text: 'Grüße', attributes: { tier: 'gold' } })).toString('base64');
    const second = await handle(eventOf('POST', { cookies: ['a=b', cookie], body, isBase64Encoded: true }));
    expect([second.cookies[0]?.split(';')[0], JSON.parse(second.body)]).toEqual([
      cookie,
      { accepted: ['tier'], dropped: [] },
    ]);
  });

  test('it refuses a read', async () => {
    expect(await toLambdaHandler(forward)(eventOf('GET', { body: '' }))).toMatchObject({
      statusCode: 405,
      headers: { allow: 'POST' },
    });
  });

  /** A stand-in for Secrets Manager with one secret. */
  async function holdSecret(secret: { text: string }): Promise<void> {
    const server = createServer((_, response) => {
      response.setHeader('content-type', 'application/x-amz-json-1.1');
      response.end(JSON.stringify({ SecretString: secret.text }));
    }).listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    onTestFinished(() => void vi.unstubAllEnvs());
    await once(server, 'listening');
    vi.stubEnv('AWS_ENDPOINT_URL_SECRETS_MANAGER', `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    vi.stubEnv('API_URL', api.url);
    vi.stubEnv('CHANNEL_ID', 'site');
    vi.stubEnv('SECRET_ARN', 'arn:secret');
  }

  test('the one that is deployed takes its credentials from Secrets Manager, again when they no longer do', async () => {
    const { clientId, clientSecret } = api.credentials;
    const secret = { text: JSON.stringify({ clientId, clientSecret: 'former' }) };
    await holdSecret(secret);
    const logged = vi.spyOn(console, 'error').mockReturnValue();
    onTestFinished(() => logged.mockRestore());
    const { handler } = await import('../../lib/website/forward-messages.ts');
    const event = eventOf('POST', { body: JSON.stringify({ text: 'Hello' }) });
    expect(await handler(event)).toMatchObject({ statusCode: 502 });
    secret.text = JSON.stringify({ clientId, clientSecret });
    expect(await handler(event)).toMatchObject({ statusCode: 200 });
    vi.resetModules();
    const other = await import('../../lib/website/forward-messages.ts');
    secret.text = '{"id":"x"}';
    await expect(other.handler(event)).rejects.toThrow('The secret arn:secret must hold {"clientId": "...", ');
  });
});

/** What a page has. */
const page: Page = {
  querySelectorAll: () => [
    { dataset: { guestAttribute: 'tier' }, content: 'gold', textContent: '' },
    { dataset: { guestAttribute: 'items', guestType: 'number' }, textContent: ' 3 ' },
    { dataset: { guestAttribute: 'note' }, value: '', textContent: '' },
    { dataset: { guestAttribute: 'password' }, value: 'secret', textContent: '' },
    { dataset: { guestAttribute: 'member', guestType: 'boolean' }, value: 'true', textContent: '' },
  ],
};

test('a page collects the attributes that are allowed, with their types, and no others', () => {
  const allowed = ['tier', 'items', 'note', 'member'];
  expect(collectAttributes(allowed, page)).toEqual({ tier: 'gold', items: 3, member: true });
});

test('a page learns what its guest has not entered, in the words of the channel', async () => {
  const required = [{ name: 'email', text: 'Please tell us your e-mail address' }];
  await connect().webChannel('form').patchSettings({ attributes: { required } });
  const server = createServer(toNodeListener(forwardMessagesTo('form'))).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const route = `http://127.0.0.1:${(server.address() as AddressInfo).port}/messages`;
  const page: Page = { querySelectorAll: () => [] };
  await expect(sendMessage('Hello', { allowed: ['email'], route, page })).rejects.toMatchObject({
    name: 'AttributesMissing',
    missing: [{ ...required[0], reason: expect.stringContaining('is missing') }],
  });
});

test('a page sends them through a server of Node, and tells in the console what was dropped', async () => {
  const server = createServer(toNodeListener(forward)).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const route = `http://127.0.0.1:${(server.address() as AddressInfo).port}/messages`;
  const warned = vi.spyOn(console, 'warn').mockReturnValue();
  onTestFinished(() => warned.mockRestore());
  const taken = await sendMessage('Hello', { allowed: ['tier', 'member'], route, page });
  expect(taken).toEqual({ accepted: ['tier'], dropped: [{ name: 'member', reason: 'not-allowed' }] });
  expect(warned).toHaveBeenCalledExactlyOnceWith('The attribute "member" was dropped: not-allowed');
});
