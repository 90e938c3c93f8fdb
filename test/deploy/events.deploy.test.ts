import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CloudEvent } from '#contract/events.ts';
import type { ConversationAttributes } from '../../clients/typescript/src/index.ts';
import { EmulatedDeployment } from '../../emulators/aws/deployment.ts';
import { install } from '../../emulators/aws/install.ts';
import { takeBlock } from '../docs/markdown.ts';
import { isSigned, useReceiver } from '../events/receiver.ts';
import { askJson } from './ask.ts';
import { clientOf } from './caller.ts';
import { runOnTerminal } from './terminal.ts';

const cache = fileURLToPath(new URL('../../.cache/local-aws', import.meta.url));
const canary = 'canary-4d1e';
const receiver = useReceiver();
let deployment: EmulatedDeployment;
let client: ConversationAttributes;
let secret: string;

/** Issues the tokens of a receiver that wants some, and keeps what it was asked with. */
const asked: URLSearchParams[] = [];
const issuer = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  asked.push(new URLSearchParams(Buffer.concat(chunks).toString()));
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ access_token: 'a-token', token_type: 'Bearer', expires_in: 3_600 }));
});

/** Calls an operation of a service that is asked by JSON. */
const ask = (service: string, target: string, input: object) => askJson(deployment.emulator, service, target, input);

beforeAll(async () => {
  deployment = await EmulatedDeployment.begin(await install(cache));
  const create = takeBlock('docs/events.md', 'aws secretsmanager create-secret');
  const { ARN: secretArn } = JSON.parse(await runOnTerminal(deployment, create));
  ({ SecretString: secret } = await ask('secretsmanager', 'secretsmanager.GetSecretValue', { SecretId: secretArn }));
  const keep = async (Name: string, SecretString: string): Promise<string> => {
    return (await ask('secretsmanager', 'secretsmanager.CreateSecret', { Name, SecretString })).ARN;
  };
  const keyArn = await keep('tickets-key', 'the-key');
  const clientArn = await keep('crm-client', JSON.stringify({ clientId: 'us', clientSecret: 'ours' }));
  await once(issuer.listen(0, '127.0.0.1'), 'listening');
  const tokenUrl = `http://127.0.0.1:${(issuer.address() as AddressInfo).port}/token`;
  const eventTargets = {
    desk: { to: 'webhook', url: receiver.url, secretArn },
    closed: { to: 'webhook', url: `${receiver.url}/closed`, secretArn },
    tickets: {
      ...{ to: 'webhook-with-key', url: `${receiver.url}/tickets`, header: 'X-Api-Key', secretArn: keyArn },
      types: ['conversation.started.v1'],
    },
    crm: {
      ...{ to: 'webhook-with-oauth', url: `${receiver.url}/crm`, tokenUrl, scope: 'events', secretArn: clientArn },
      types: ['saved-data.changed.v1'],
    },
    billing: { to: 'queue', types: ['conversation.state-changed.v1'] },
    lake: { to: 's3', days: 1 },
  };
  const context = { events: 'true', eventValues: 'tier', eventTargets: JSON.stringify(eventTargets) };
  client = clientOf(await deployment.deploy(context));
});
afterAll(async () => {
  await deployment?.end();
  issuer.closeAllConnections();
  issuer.close();
});

/** What a webhook was sent, by the end of its URL: each event once, since any may come again. */
function sentTo(path: string) {
  const sent = receiver.taken.filter(({ path: own }) => own === `/hook${path}`);
  return sent.filter(({ event }, at) => sent.findIndex((one) => one.event.id === event.id) === at);
}

/** Where an event stands in its conversation. */
const placeOf = ({ data: { revision, part } }: CloudEvent) => revision * 100 + part;

/** The queues whose names have a word. */
async function findQueue(word: string): Promise<string> {
  const { QueueUrls: urls } = await ask('sqs', 'AmazonSQS.ListQueues', {});
  const [found = ''] = urls.filter((url: string) => url.includes(word));
  return found;
}

/** The bodies of so many messages of a queue, as soon as they are there. */
async function receive(QueueUrl: string, count: number): Promise<readonly string[]> {
  const bodies: string[] = [];
  while (bodies.length < count) {
    const { Messages = [] } = await ask('sqs', 'AmazonSQS.ReceiveMessage', { QueueUrl, MaxNumberOfMessages: 10 });
    for (const { Body, ReceiptHandle } of Messages) {
      bodies.push(Body);
      await ask('sqs', 'AmazonSQS.DeleteMessage', { QueueUrl, ReceiptHandle });
    }
    if (Messages.length === 0) await sleep(100);
  }
  return bodies;
}

/** All that a request to the logs lists, page by page. */
async function listLogs(operation: string, field: string, input: object = {}) {
  const all = [];
  let nextToken: string | undefined;
  do {
    const page = await ask('logs', `Logs_20140328.${operation}`, { ...input, ...(nextToken && { nextToken }) });
    all.push(...page[field]);
    ({ nextToken } = page);
  } while (nextToken);
  return all;
}

/** All that the functions have logged. */
async function readLogs(): Promise<string> {
  const texts: string[] = [];
  for (const { logGroupName } of await listLogs('DescribeLogGroups', 'logGroups')) {
    for (const { message } of await listLogs('FilterLogEvents', 'events', { logGroupName })) texts.push(message);
  }
  return texts.join('\n');
}

/** Plays a call, and waits after each step until the webhook has its events. @returns its id */
async function play(id: string): Promise<void> {
  const conversation = client.conversation(id);
  const already = sentTo('').length;
  const wanted = (count: number) => receiver.waitUntil(() => sentTo('').length >= already + count);
  const participants = [{ purpose: 'customer' as const, attributes: { note: canary } }];
  await client.createConversation({ id, type: 'voice', participants });
  await wanted(3);
  await conversation.patchSecured({ pin: canary, tier: canary });
  await wanted(4);
  await conversation.flow('ivr').set({ tier: 'gold', reason: canary });
  await conversation.flow('ivr').flush();
  await wanted(6);
  await conversation.patch({ state: 'handled' });
  await wanted(7);
}

test('a call that is played over the API comes to a signed webhook, event by event, in its order', async () => {
  receiver.answer = ({ path }) => (path === '/hook/closed' ? 503 : 200);
  await play('call-1');
  await client.conversation('call-1').erase();
  await receiver.waitUntil(
    () => sentTo('').length >= 8 && sentTo('/tickets').length >= 2 && sentTo('/crm').length >= 1,
  );
  const sent = sentTo('');
  const revisions = sent.map(({ event }) => event.data.revision);
  expect(revisions).toEqual(revisions.toSorted((a, b) => a - b));
  const events = sent.map(({ event }) => event).toSorted((a, b) => placeOf(a) - placeOf(b));
  expect(events.map(({ type }) => type.replace('.v1', ''))).toEqual([
    'conversation.started',
    'participant.joined',
    'attributes.changed',
    'secured-attributes.changed',
    'attributes.changed',
    'flow.flushed',
    'conversation.state-changed',
    'conversation.erased',
  ]);
  expect(events[3]?.data).toMatchObject({ set: ['pin', 'tier'] });
  expect(events[4]?.data).toMatchObject({ set: ['tier', 'reason'], values: { tier: 'gold' } });
  for (const one of sent) expect(isSigned(one, secret)).toBe(true);
  // Those that EventBridge calls by itself get a key or a token, and only what they list, with the erasure.
  expect(sentTo('/tickets').map(({ event, headers }) => [event.type, headers['x-api-key']])).toEqual([
    ['conversation.started.v1', 'the-key'],
    ['conversation.erased.v1', 'the-key'],
  ]);
  expect(sentTo('/crm').map(({ event, headers }) => [event.type, headers.authorization])).toEqual([
    ['conversation.erased.v1', 'Bearer a-token'],
  ]);
  expect(Object.fromEntries(asked[0] ?? [])).toEqual({
    ...{ grant_type: 'client_credentials', client_id: 'us', client_secret: 'ours', scope: 'events' },
  });
  expect(JSON.stringify(receiver.taken)).not.toContain(canary);
});

test('a queue has what it lists, and that the conversation was erased', async () => {
  const { billingQueueUrl = '' } = deployment.outputs['conversation-attributes-targets'] ?? {};
  const bodies = await receive(billingQueueUrl, 2);
  expect(bodies.map((body) => JSON.parse(body).type)).toEqual([
    'conversation.state-changed.v1',
    'conversation.erased.v1',
  ]);
});

test('what a webhook does not take is a dead letter in the end, and has no value that is not listed; nor has a log', async () => {
  receiver.answer = ({ path }) => (path === '/hook/closed' ? 503 : 200);
  const [QueueUrl, dead] = [
    await findQueue('EventTargetsclosedQueue'),
    await findQueue('EventTargetsclosedDeadLetters'),
  ];
  // Not after a day.
  const { Attributes } = await ask('sqs', 'AmazonSQS.GetQueueAttributes', { QueueUrl, AttributeNames: ['All'] });
  const RedrivePolicy = JSON.stringify({ ...JSON.parse(Attributes.RedrivePolicy), maxReceiveCount: 2 });
  await ask('sqs', 'AmazonSQS.SetQueueAttributes', { QueueUrl, Attributes: { VisibilityTimeout: '0', RedrivePolicy } });
  await play('call-2');
  const letters = (await receive(dead, 7)).map((body): CloudEvent => JSON.parse(body));
  expect(letters.filter(({ subject }) => subject === 'call-2').length).toBeGreaterThan(0);
  expect(JSON.stringify(letters)).not.toContain(canary);
  const logs = await readLogs();
  // Whole logs are no message for a test that fails.
  expect([logs.includes('event not sent'), logs.includes(canary)]).toEqual([true, false]);
});

describe('where functions have the rights of their roles and no others', () => {
  beforeAll(() => deployment.restart({ enforceIam: true }));

  test('events come to the webhook as well', async () => {
    await play('call-3');
    const sent = sentTo('').filter(({ event }) => event.subject === 'call-3');
    expect(sent.length).toBeGreaterThanOrEqual(7);
    for (const one of sent) expect(isSigned(one, secret)).toBe(true);
  });
});
