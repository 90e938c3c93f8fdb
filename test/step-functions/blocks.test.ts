import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { BlockInput } from '../../lambdas/step-functions/block/block.ts';
import { createContext } from '../../local/gateway/invoke.ts';
import { importHandler } from '../../local/gateway/load-handler.ts';
import { useApi } from '../support/api.ts';
import type { Paths } from '../support/paths.ts';

const api = useApi();

/** Starts a function as Step Functions or EventBridge does. */
async function start(operation: string, event: object, time = 600_000): Promise<unknown> {
  const handler = (await importHandler(operation)) as unknown as (event: unknown, context: unknown) => Promise<unknown>;
  return handler(JSON.parse(JSON.stringify(event)), createContext(operation, Date.now() + time));
}

/** An execution of a flow: gives what its blocks give to their functions. */
function executionIn({ id: conversationId }: Paths, flowType = 'inboundcall') {
  const flowExecutionId = randomUUID();
  return {
    name: flowExecutionId,
    run: (operation: string, input: Partial<BlockInput> = {}, time?: number) =>
      start(operation, { conversationId, flowExecutionId, flowType, ...input }, time),
  };
}

const attributesOf = async (made: Paths) => (await api.ok('GET', made.attributes())).body.attributes;

test('an execution gets what it has set, and others see it after its flush', async () => {
  const made = await api.make();
  const { run } = executionIn(made);
  await run('set-conversation-data', { attributes: { tier: 'gold' }, operationId: 'one' });
  expect(await run('get-conversation-data', { names: ['tier', 'language'] })).toMatchObject({
    attributes: { tier: 'gold' },
    notSet: [{ name: 'language' }],
  });
  const otherwise = { tier: 'standard', language: 'en' };
  expect(await run('get-conversation-data', { names: ['tier', 'language'], otherwise })).toMatchObject({
    attributes: { tier: 'gold', language: 'en' },
    notSet: [{ name: 'language' }],
  });
  expect(await attributesOf(made)).toEqual({});
  expect(await run('flush-conversation-data', { attributes: { step: 'end' } })).toMatchObject({
    flushed: ['tier', 'step'],
  });
  expect(await attributesOf(made)).toEqual({ tier: 'gold', step: 'end' });
});

test('an attempt that comes again under its operation id applies nothing again', async () => {
  const made = await api.make();
  const { run } = executionIn(made);
  const first = { attributes: { step: 'menu' }, operationId: 'state-1' };
  await run('set-conversation-data', first);
  await run('set-conversation-data', { attributes: { step: 'agent' }, operationId: 'state-2' });
  await run('set-conversation-data', first);
  expect(await run('get-conversation-data', { names: ['step'] })).toMatchObject({ attributes: { step: 'agent' } });
});

test('secured attributes are set and got, and refused to a bot', async () => {
  const made = await api.make();
  const { run } = executionIn(made);
  await run('set-secured-data', { attributes: { pin: '1234' } });
  expect(await run('get-secured-data', { names: ['pin'] })).toMatchObject({ attributes: { pin: '1234' } });
  const bot = executionIn(made, 'bot');
  for (const [operation, input] of [
    ['set-secured-data', { attributes: { pin: '1' } }],
    ['get-secured-data', { names: ['pin'] }],
  ] as const) {
    await expect(bot.run(operation, input)).rejects.toMatchObject({ name: 'secured-not-for-bots' });
  }
});

test('a refusal is an error under its code, with what would be right', async () => {
  const made = await api.make();
  const { run } = executionIn(made);
  await expect(run('set-conversation-data', { attributes: { tier: 7 } })).rejects.toMatchObject({
    name: 'unprocessable-content',
    message: expect.stringContaining('"tier"'),
  });
  await api.ok('PATCH', made.conversation, { body: { state: 'wrapup' } });
  await expect(run('set-conversation-data', { attributes: { tier: 'gold' } })).rejects.toMatchObject({
    name: 'conversation-ended',
  });
});

test('a store that does not answer in time is an error that is tried again', async () => {
  const { run } = executionIn(await api.make());
  await expect(run('set-conversation-data', { attributes: { tier: 'gold' } }, 500)).rejects.toMatchObject({
    name: 'store-unavailable',
  });
  // No gateway counts it: the alarm looks at this.
  const lines = api.logs.map((line) => JSON.parse(line)).filter(({ integrationFailures }) => integrationFailures === 1);
  expect(lines).toMatchObject([
    { _aws: { CloudWatchMetrics: [{ Dimensions: [[]], Metrics: [{ Name: 'integrationFailures' }] }] } },
  ]);
});

test('the end of an execution flushes what it has left pending, once', async () => {
  const made = await api.make();
  const { name, run } = executionIn(made);
  await run('set-conversation-data', { attributes: { tier: 'gold' } });
  const event = { detail: { name, status: 'FAILED', input: JSON.stringify({ conversationId: made.id }) } };
  await start('flush-ended-flow', event);
  expect(await attributesOf(made)).toEqual({ tier: 'gold' });
  await api.ok('PATCH', made.attributes(), { body: { attributes: { tier: 'platinum' } } });
  await start('flush-ended-flow', event);
  expect(await attributesOf(made)).toEqual({ tier: 'platinum' });
});

test.each([
  ['no input', null],
  ['an input without a conversation', '{}'],
  ['a conversation that is not there', '{"conversationId":"nobody"}'],
])('the end of an execution with %s leaves nothing to do', async (_, input) => {
  expect(await start('flush-ended-flow', { detail: { name: 'one', input } })).toBeUndefined();
});
