import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { marshall } from '@aws-sdk/util-dynamodb';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { handler as Handler } from '../../lambdas/events/publish-events.ts';
import { captureLogs, type Logs } from '../support/logs.ts';

/** A stand-in for EventBridge: it takes what it is sent, but for the events of some conversations. */
const taken: { readonly Detail: string; readonly [field: string]: unknown }[] = [];
let refuses: (detail: string) => boolean = () => false;
const bus = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk) => {
    body += chunk;
  });
  request.on('end', () => {
    const { Entries } = JSON.parse(body);
    const answers = Entries.map((entry: (typeof taken)[number]) => {
      if (refuses(entry.Detail)) return { ErrorCode: 'ThrottlingException', ErrorMessage: 'too many' };
      taken.push(entry);
      return { EventId: String(taken.length) };
    });
    response.setHeader('content-type', 'application/x-amz-json-1.1');
    response.end(JSON.stringify({ FailedEntryCount: 0, Entries: answers }));
  });
});

let handler: typeof Handler;
let logs: Logs;
beforeAll(async () => {
  await new Promise<void>((resolve) => bus.listen(0, '127.0.0.1', resolve));
  const { port } = bus.address() as AddressInfo;
  const environment = {
    ...{ AWS_ENDPOINT_URL_EVENTBRIDGE: `http://127.0.0.1:${port}`, AWS_REGION: 'eu-central-1' },
    ...{ AWS_ACCESS_KEY_ID: 'x', AWS_SECRET_ACCESS_KEY: 'x' },
    ...{ EVENT_BUS: 'trial', EVENT_SOURCE: 'trial', EVENT_VALUES: '["tier"]' },
  };
  Object.assign(process.env, environment);
  logs = captureLogs();
  ({ handler } = await import('../../lambdas/events/publish-events.ts'));
});
afterAll(async () => {
  logs.close();
  bus.closeAllConnections();
  await new Promise((resolve) => bus.close(resolve));
});
beforeEach(() => {
  taken.length = 0;
  refuses = () => false;
});

/** An image as Lambda hands it over: bytes are texts. */
function image(id: string, revision: number, more: object = {}) {
  const item = {
    ...{ pk: `key of ${id}`, id, type: 'voice', state: 'active', startTime: 1_800_000_000_000, due: 1, bytes: 1 },
    ...{ version: revision, revision: [revision], writer: ['patch-conversation', 'crm', ''], ...more },
  };
  const bytes = (_: string, value: unknown) =>
    value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value;
  return JSON.parse(JSON.stringify(marshall(item), bytes));
}

function record(position: string, before: object | undefined, after: object | undefined) {
  const images = { ...(before && { OldImage: before as never }), ...(after && { NewImage: after as never }) };
  return { dynamodb: { SequenceNumber: position, ApproximateCreationDateTime: 1_800_000_001, ...images } };
}

test('tells a write on the bus, with listed values alone, and nothing of what is pending or sealed', async () => {
  const hidden = { 'w/ivr//note': ['"canary"', 1], 's/pin': Buffer.from('canary'), 'd/note': '"canary"' };
  const before = image('call-1', 1, { 'd/tier': '"silver"' });
  const after = image('call-1', 2, { 'd/tier': '"gold"', ...hidden, securedVersion: 1 });
  expect(await handler({ Records: [record('1', before, after)] })).toEqual({ batchItemFailures: [] });
  const [changed, secured] = taken.map(({ Detail }) => JSON.parse(Detail));
  expect(taken[0]).toMatchObject({ EventBusName: 'trial', Source: 'trial', DetailType: 'attributes.changed.v1' });
  expect(changed).toMatchObject({
    ...{ id: 'call-1:1800000000000:2:1', subject: 'call-1', time: '2027-01-15T08:00:01.000Z' },
    data: {
      ...{ set: ['tier', 'note'], values: { tier: 'gold' } },
      by: { operation: 'patch-conversation', clientId: 'crm' },
    },
  });
  expect(secured.data).toMatchObject({ set: ['pin'], removed: [] });
  expect(JSON.stringify(taken)).not.toMatch(/canary|Y2FuYXJ5/);
});

test('names the first write of a conversation that the bus does not take, and tells the others', async () => {
  refuses = (detail) => detail.includes('call-1');
  const pair = (id: string, position: string, at: number) =>
    record(position, image(id, at, { 'd/n': `${at}` }), image(id, at + 1, { 'd/n': `${at + 1}` }));
  const records = [pair('call-1', '10', 1), pair('call-2', '11', 1), pair('call-1', '12', 2), pair('call-2', '13', 2)];
  expect(await handler({ Records: records })).toEqual({ batchItemFailures: [{ itemIdentifier: '10' }] });
  expect(taken.map(({ Detail }) => JSON.parse(Detail).id)).toEqual([
    'call-2:1800000000000:2:1',
    'call-2:1800000000000:3:1',
  ]);
});

test('names a write that it can not read, tells the others, and logs nothing that is in it', async () => {
  const broken = {
    ...image('call-3', 2),
    executions: { S: 'canary' },
    'p/x': { NULL: true },
    revision: { N: 'canary' },
  };
  const good = record('21', undefined, image('call-4', 1));
  const answer = await handler({ Records: [record('20', image('call-3', 1), broken), good] });
  expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: '20' }] });
  expect(taken.map(({ DetailType }) => DetailType)).toEqual(['conversation.started.v1']);
  expect(logs.lines.join('\n')).toContain('a write could not be read');
  expect(logs.lines.join('\n')).not.toContain('canary');
});
