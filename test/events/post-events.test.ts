import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { handler as Handler } from '../../lambdas/events/post-events.ts';
import { captureLogs, type Logs } from '../support/logs.ts';
import { isSigned, useReceiver } from './receiver.ts';

const receiver = useReceiver();
const secret = `whsec_${Buffer.from('a secret of 24 characters').toString('base64')}`;
const arns = {
  good: 'arn:aws:secretsmanager:us-east-1:111122223333:secret:hook-AbCdEf',
  bad: 'arn:aws:secretsmanager:us-east-1:111122223333:secret:bad-AbCdEf',
};

/** A stand-in for Secrets Manager. */
let asked = 0;
const manager = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const { SecretId } = JSON.parse(Buffer.concat(chunks).toString());
  asked += 1;
  response.setHeader('content-type', 'application/x-amz-json-1.1');
  response.end(JSON.stringify({ SecretString: SecretId === arns.good ? `${secret}\n` : 'canary' }));
});
const queueOf = (name: string) => `arn:aws:sqs:us-east-1:111122223333:${name}`;

let handler: typeof Handler;
let logs: Logs;
beforeAll(async () => {
  await new Promise<void>((resolve) => manager.listen(0, '127.0.0.1', resolve));
  const { port } = manager.address() as AddressInfo;
  Object.assign(process.env, {
    ...{ AWS_ENDPOINT_URL_SECRETS_MANAGER: `http://127.0.0.1:${port}`, AWS_REGION: 'us-east-1' },
    ...{ AWS_ACCESS_KEY_ID: 'x', AWS_SECRET_ACCESS_KEY: 'x' },
    EVENT_WEBHOOKS: JSON.stringify([
      { name: 'crm', queueArn: queueOf('crm'), url: receiver.url, secretArn: arns.good },
      { name: 'wrong', queueArn: queueOf('wrong'), url: receiver.url, secretArn: arns.bad },
    ]),
  });
  logs = captureLogs();
  ({ handler } = await import('../../lambdas/events/post-events.ts'));
});
afterAll(async () => {
  logs.close();
  manager.closeAllConnections();
  await new Promise((resolve) => manager.close(resolve));
});
beforeEach(() => {
  logs.lines.length = 0;
});

const context = (milliseconds: number) => ({ getRemainingTimeInMillis: () => milliseconds });
const plenty = context(30_000);

/** A message of the queue with an event; its id says which. */
function message(subject: string, revision: number, part = 1, queue = 'crm') {
  const event = { id: `${subject}:1800000000000:${revision}:${part}`, subject, data: { note: 'canary' } };
  return { messageId: event.id, eventSourceARN: queueOf(queue), body: JSON.stringify(event) };
}
const idsOf = (answer: Awaited<ReturnType<typeof Handler>>) =>
  answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
const taken = () => receiver.taken.map(({ event }) => event.id);

test('signs what is in the queue and sends it, with a secret that it reads once', async () => {
  expect(idsOf(await handler({ Records: [message('a', 1)] }, plenty))).toEqual([]);
  expect(idsOf(await handler({ Records: [message('a', 2)] }, plenty))).toEqual([]);
  expect(taken()).toEqual(['a:1800000000000:1:1', 'a:1800000000000:2:1']);
  for (const received of receiver.taken) expect(isSigned(received, secret)).toBe(true);
  expect(asked).toBe(1);
});

test('events of one conversation that come in one batch are sent in their order, whatever the order of the batch', async () => {
  const batch = [message('a:b', 10), message('c', 2), message('a:b', 9, 2), message('c', 1), message('a:b', 9, 1)];
  await handler({ Records: batch }, plenty);
  const of = (subject: string) => taken().filter((id) => id.startsWith(subject));
  expect(of('a:b')).toEqual(['a:b:1800000000000:9:1', 'a:b:1800000000000:9:2', 'a:b:1800000000000:10:1']);
  expect(of('c')).toEqual(['c:1800000000000:1:1', 'c:1800000000000:2:1']);
});

test('what the receiver does not take comes again, with what follows it in that conversation; the others go on', async () => {
  receiver.answer = ({ event }) => (event.id === 'a:1800000000000:2:1' ? 500 : 200);
  const batch = [message('a', 1), message('a', 2), message('b', 1), message('a', 3), message('b', 2)];
  expect(idsOf(await handler({ Records: batch }, plenty))).toEqual(['a:1800000000000:2:1', 'a:1800000000000:3:1']);
  expect(taken().sort()).toEqual(['a:1800000000000:1:1', 'b:1800000000000:1:1', 'b:1800000000000:2:1']);
  expect(logs.lines.map((line) => JSON.parse(line))).toMatchObject([{ name: 'crm', reason: '500' }]);
});

test('nothing is begun that the time of the function does not suffice for', async () => {
  expect(idsOf(await handler({ Records: [message('a', 1)] }, context(5_000)))).toEqual(['a:1800000000000:1:1']);
  expect(taken()).toEqual([]);
});

test('with a secret that is none, and of what is no event, nothing is sent, and the log has nothing of it', async () => {
  const junk = { messageId: 'junk', eventSourceARN: queueOf('crm'), body: 'canary' };
  const answer = await handler({ Records: [junk, message('a', 1), message('b', 1, 1, 'wrong')] }, plenty);
  expect(idsOf(answer)).toEqual(['junk', 'b:1800000000000:1:1']);
  expect(taken()).toEqual(['a:1800000000000:1:1']);
  expect(logs.lines.join()).toContain('The secret of a webhook must be');
  expect(logs.lines.join()).not.toContain('canary');
});
