import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ConversationAttributes } from '../../clients/typescript/src/index.ts';
import { EmulatedDeployment } from '../../emulators/aws/deployment.ts';
import { install } from '../../emulators/aws/install.ts';
import { takeBlock } from '../docs/markdown.ts';
import { askJson } from './ask.ts';
import { clientOf } from './caller.ts';
import { runOnTerminal } from './terminal.ts';

const cache = fileURLToPath(new URL('../../.cache/local-aws', import.meta.url));
let deployment: EmulatedDeployment;
let client: ConversationAttributes;

beforeAll(async () => {
  deployment = await EmulatedDeployment.begin(await install(cache));
  await runOnTerminal(deployment, takeBlock('docs/flows/step-functions.md', 'npx cdk deploy'));
  client = clientOf(await deployment.open());
});
afterAll(() => deployment?.end());

const askStates = (operation: string, input: object) =>
  askJson(deployment.emulator, 'states', `AWSStepFunctions.${operation}`, input);

/** The ARN of a state machine of the examples, by the beginning of its output. */
function machineOf(name: string): string {
  const outputs = Object.entries(deployment.outputs['conversation-attributes-flows'] ?? {});
  const [, arn = ''] = outputs.find(([output]) => output.startsWith(name)) ?? [];
  return arn;
}

/** What an execution has come to, once it has ended. */
async function endOf(executionArn: string) {
  for (;;) {
    const { status, output, error, cause } = await askStates('DescribeExecution', { executionArn });
    if (status !== 'RUNNING') return { status, error, cause, output: output && JSON.parse(output) };
    await sleep(200);
  }
}

/** Runs a flow to its end. */
async function run(machine: string, input: object) {
  const { executionArn } = await askStates('StartExecution', {
    stateMachineArn: machineOf(machine),
    input: JSON.stringify(input),
  });
  return endOf(executionArn);
}

const make = async (id: string) => {
  await client.createConversation({ id, type: 'voice', participants: [{ purpose: 'customer' }] });
  return client.conversation(id);
};

/** The attributes of the customer, once all that executions have left is flushed. */
async function flushedIn(id: string) {
  const conversation = client.conversation(id);
  while ((await conversation.export()).pending.length > 0) await sleep(200);
  return (await conversation.participant('customer').attributes()).attributes;
}

/** What the second flow has come to in a conversation, where the first has transferred to it. */
async function serviceIn(id: string) {
  for (;;) {
    const { executions } = await askStates('ListExecutions', { stateMachineArn: machineOf('WelcomeService') });
    for (const { executionArn } of executions) {
      const { input } = await askStates('DescribeExecution', { executionArn });
      if (JSON.parse(input).conversationId === id) return endOf(executionArn);
    }
    await sleep(200);
  }
}

test('the welcome flow keeps what the CRM says, and the flow that it transfers to recalls it', async () => {
  await make('gold');
  expect(await run('WelcomeArn', { conversationId: 'gold', caller: 'tel:+49301' })).toMatchObject({
    status: 'SUCCEEDED',
  });
  expect(await serviceIn('gold')).toMatchObject({ status: 'SUCCEEDED', output: { tier: 'gold' } });
  // The second does not flush: its end does.
  expect(await flushedIn('gold')).toEqual({ name: 'Ada', tier: 'gold', greeting: 'Welcome back, Ada' });
});

test('it is started by the line of its page', async () => {
  await make('call-1');
  const start = takeBlock('docs/flows/step-functions.md', 'aws stepfunctions start-execution');
  const WelcomeArn = machineOf('WelcomeArn');
  const { executionArn } = JSON.parse(await runOnTerminal(deployment, start, { values: { WelcomeArn } }));
  expect(await endOf(executionArn)).toMatchObject({ status: 'SUCCEEDED' });
});

test('it notes that the CRM failed, and the other flow greets as anybody', async () => {
  await make('down');
  await run('WelcomeArn', { conversationId: 'down', caller: 'tel:+49300' });
  expect(await serviceIn('down')).toMatchObject({ status: 'SUCCEEDED', output: { tier: 'unknown' } });
  expect(await flushedIn('down')).toEqual({ crm: 'down', greeting: 'Welcome' });
});

test('it transfers where its set is refused, and the flow whose get is refused fails with the code', async () => {
  expect(await run('WelcomeArn', { conversationId: 'nobody', caller: 'tel:+49301' })).toMatchObject({
    status: 'SUCCEEDED',
  });
  expect(await serviceIn('nobody')).toMatchObject({ status: 'FAILED', error: 'conversation-not-found' });
});

test.each([
  ['vip', 'vip'],
  ['private', 'standard'],
])('the routing flow sends a guest of segment %s to the %s queue', async (segment, queue) => {
  const conversation = await make(`route-${segment}`);
  await conversation.patch({ data: { customer_segment: segment } });
  expect(await run('RoutingArn', { conversationId: `route-${segment}` })).toMatchObject({ output: { queue } });
  await flushedIn(`route-${segment}`);
  expect((await conversation.get()).data).toEqual({ customer_segment: segment, queue });
});

test('it sends a guest without a segment to the standard queue', async () => {
  await make('route-none');
  expect(await run('RoutingArn', { conversationId: 'route-none' })).toMatchObject({ output: { queue: 'standard' } });
});

test('it fails with the code and the message of what was refused', async () => {
  expect(await run('RoutingArn', { conversationId: 'nobody' })).toMatchObject({
    status: 'FAILED',
    error: 'conversation-not-found',
    cause: expect.stringContaining('There is no conversation "nobody"'),
  });
});

test.each([
  ['gold', 'vip'],
  ['silver', 'standard'],
])(
  'the flow in JSONPath keeps the reason of a call, and sends a customer of tier %s to the %s queue',
  async (tier, queue) => {
    const id = `path-${tier}`;
    const conversation = await make(id);
    await conversation.participant('customer').patch({ tier });
    expect(await run('JsonPathArn', { conversationId: id, reason: 'order' })).toEqual({
      status: 'SUCCEEDED',
      output: { queue },
    });
    expect((await conversation.participant('customer').attributes()).attributes).toEqual({ tier, reason: 'order' });
  },
);

test('it sends one without a tier to the standard queue, and fails with the code and the message of what was refused', async () => {
  await make('path-none');
  expect(await run('JsonPathArn', { conversationId: 'path-none', reason: 'order' })).toMatchObject({
    output: { queue: 'standard' },
  });
  expect(await run('JsonPathArn', { conversationId: 'nobody', reason: 'order' })).toMatchObject({
    status: 'FAILED',
    error: 'conversation-not-found',
    cause: expect.stringMatching(/^There is no conversation "nobody"/),
  });
});
