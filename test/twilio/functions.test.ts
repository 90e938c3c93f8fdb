import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { takeBlock } from '../docs/markdown.ts';
import { useApi } from '../support/api.ts';
import { pathsOf } from '../support/paths.ts';
import { hasShell, runShell } from '../support/shell.ts';
import { useService } from './service.ts';

const tokens: string[] = [];
const api = useApi({ answered: ({ path }) => void (path === '/oauth/token' && tokens.push(path)) });
const { clientId: CLIENT_ID, clientSecret: CLIENT_SECRET } = api.credentials;
const service = useService(() => ({ API_URL: api.url, CLIENT_ID, CLIENT_SECRET }));
const sid = (kind: string) => kind + randomUUID().replaceAll('-', '');

/** An execution of a Studio flow for a call. */
function execution(conversationId = sid('CA')) {
  const executionSid = sid('FN');
  return {
    conversationId,
    executionSid,
    run: (
      name: string,
      parameters: Readonly<Record<string, string>> = {},
      headers?: Readonly<Record<string, string>>,
    ) => service.run(name, { conversationId, executionSid, from: '+4930123456', ...parameters }, headers),
    attributes: async () => (await api.ok('GET', pathsOf(conversationId).attributes())).body.attributes,
  };
}

test('the first widget makes the conversation, of the type that the address or its id says, with the address of the caller', async () => {
  const { conversationId, run } = execution();
  await run('get-conversation-data');
  expect((await api.ok('GET', pathsOf(conversationId).conversation)).body).toMatchObject({ type: 'voice' });
  expect((await api.ok('GET', pathsOf(conversationId).interaction)).body.participants).toMatchObject([
    { type: 'customer', addresses: [{ type: 'tel', uri: 'tel:+4930123456' }] },
  ]);
  const chat = execution(sid('CH'));
  await chat.run('set-conversation-data', { attribute_tier: 'gold', from: 'whatsapp:+4930123456' });
  expect((await api.ok('GET', pathsOf(chat.conversationId).conversation)).body).toMatchObject({ type: 'whatsapp' });
  expect((await api.ok('GET', pathsOf(chat.conversationId).interaction)).body.participants).toMatchObject([
    { addresses: [{ type: 'whatsapp', uri: 'whatsapp:+4930123456' }] },
  ]);
  for (const [prefix, type] of [
    ['CH', 'webmessaging'],
    ['SM', 'sms'],
    ['MM', 'mms'],
  ] as const) {
    const message = execution(sid(prefix));
    await message.run('get-conversation-data');
    expect((await api.ok('GET', pathsOf(message.conversationId).conversation)).body).toMatchObject({ type });
  }
});

test('widgets at once make one conversation', async () => {
  const { run } = execution();
  const names = ['a', 'b', 'c', 'd'];
  const answers = await Promise.all(names.map((name) => run('set-conversation-data', { [`attribute_${name}`]: name })));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  expect((await run('flush')).body.flushed.toSorted()).toEqual(names);
});

test('a flow sets, gets its own values, flushes, and the flow after it recalls them', async () => {
  const first = execution();
  expect(await first.run('set-conversation-data', { attribute_tier: 'gold', attribute_reason: 'order' })).toMatchObject(
    {
      status: 200,
      body: { pending: ['tier', 'reason'] },
    },
  );
  expect(await first.run('get-conversation-data', { attribute_tier: 'standard', attribute_segment: 'none' })).toEqual({
    status: 200,
    body: { attributes: { tier: 'gold', segment: 'none' }, notSet: ['segment'], version: 1 },
  });
  expect(await first.attributes()).toEqual({});
  expect(await first.run('flush', { attribute_step: 'end' })).toMatchObject({
    body: { flushed: ['tier', 'reason', 'step'] },
  });
  const second = execution(first.conversationId);
  expect((await second.run('get-conversation-data')).body.attributes).toEqual({
    tier: 'gold',
    reason: 'order',
    step: 'end',
  });
});

test('parameters that are no attributes are none, and texts come and go as they are', async () => {
  const { run, attributes } = execution();
  const text = '"}, {{x}} &attribute_y=z %20+\n👋🏽';
  await run('set-conversation-data', { 'attribute_a b/c': text, attribute___proto__: 'p', AccountSid: 'AC1' });
  await run('flush');
  expect(await attributes()).toEqual(JSON.parse(JSON.stringify({ 'a b/c': text, ['__proto__']: 'p' })));
  expect((await run('get-conversation-data', { 'attribute_a b/c': '' })).body.attributes).toEqual({ 'a b/c': text });
});

test('a request that Twilio repeats takes effect once, and so does a widget that names its operation', async () => {
  const { run } = execution();
  for (const [parameters, headers] of [
    [{}, { 'i-twilio-idempotency-token': 'one' }],
    [{ operationId: 'set_step' }, undefined],
  ] as const) {
    const first = { attribute_step: 'menu', ...parameters };
    await run('set-conversation-data', first, headers);
    await run('set-conversation-data', { attribute_step: 'agent' });
    expect((await run('set-conversation-data', first, headers)).status).toBe(200);
    expect((await run('get-conversation-data', { attribute_step: '' })).body.attributes).toEqual({ step: 'agent' });
  }
});

test('what a flow leaves pending is applied at the end of the conversation', async () => {
  const { conversationId, run, attributes } = execution();
  await run('set-conversation-data', { attribute_outcome: 'solved' });
  await api.ok('PATCH', pathsOf(conversationId).conversation, { body: { state: 'wrapup' } });
  expect(await attributes()).toEqual({ outcome: 'solved' });
});

test.each([
  ['set-conversation-data', { conversationId: '' }, 400, /conversationId is missing/],
  ['flush', { executionSid: '' }, 400, /executionSid is missing/],
  ['set-conversation-data', { attribute_x: 'y'.repeat(9_000) }, 422, /limit: value/],
  ['set-conversation-data', { attribute_x: 'y', participantId: 'agent' }, 404, /agent/],
  ['get-conversation-data', { target: 'nobody' }, 400, /target/],
])('%s with %o fails, with what would be right', async (name, parameters, status, message) => {
  expect(await execution().run(name, parameters as Readonly<Record<string, string>>)).toEqual({
    status,
    body: expect.objectContaining({ code: expect.any(String), message: expect.stringMatching(message) }),
  });
});

test('a bot sets and flushes, and its execution has lost secured data for good', async () => {
  const { conversationId, executionSid, run } = execution();
  expect((await run('set-conversation-data', { flowType: 'bot', attribute_intent: 'x' })).status).toBe(200);
  const path = `${pathsOf(conversationId).conversation}/flows/${executionSid}/secureattributes`;
  expect((await api.call('GET', path)).body.code).toBe('secured-not-for-bots');
});

test('a function gets one token, and keeps it', async () => {
  const { run } = execution();
  await run('flush');
  const before = tokens.length;
  for (const _ of [1, 2, 3]) await run('flush');
  expect(tokens.length).toBe(before);
});

test.runIf(hasShell)(
  'the lines of the page make the project, with variables to fill in, and leave those that are filled in',
  async () => {
    const lines = takeBlock('docs/flows/twilio.md', 'npm run twilio');
    const list = 'ls functions; cat .env';
    const first = await runShell(`${lines}\n${list}`);
    for (const part of ['set-conversation-data.protected.js', 'API_URL=', 'CLIENT_ID=', 'CLIENT_SECRET=']) {
      expect(first).toContain(part);
    }
    expect(await runShell(`${lines}\n${list}`)).toBe(first);
  },
);
