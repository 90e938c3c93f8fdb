import { DescribeTableCommand, DynamoDBClient, UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import { beforeAll, describe, expect, test } from 'vitest';
import type { CloudEvent } from '#contract/events.ts';
import type { handler as Handler } from '../../lambdas/events/publish-events.ts';
import { nameTable } from '../../local/tables.ts';
import { entriesOf, removeEntries } from '../changes/entries.ts';
import { useApi } from '../support/api.ts';
import { pathsOf } from '../support/paths.ts';
import { useBus } from './bus.ts';

const endpoint = process.env.AWS_ENDPOINT_URL_DYNAMODB;
const values = ['tier'];
type StreamRecord = Parameters<typeof Handler>[0]['Records'][number];

/** Asks the streams of DynamoDB Local, which answer in the words in which Lambda hands records over. */
async function askStreams(operation: string, input: object) {
  const response = await fetch(endpoint ?? '', {
    method: 'POST',
    headers: {
      authorization:
        'AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=none',
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `DynamoDBStreams_20120810.${operation}`,
    },
    body: JSON.stringify(input),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${operation} answers ${response.status}: ${text}`);
  return JSON.parse(text);
}

/** Switches the stream of the table of conversations on, unless it is. @returns its ARN */
async function openStream(): Promise<string> {
  const client = new DynamoDBClient({});
  const TableName = nameTable('conversations');
  const find = async () => (await client.send(new DescribeTableCommand({ TableName }))).Table?.LatestStreamArn;
  const open = { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' } as const;
  if (!(await find())) await client.send(new UpdateTableCommand({ TableName, StreamSpecification: open }));
  const arn = await find();
  client.destroy();
  if (arn === undefined) throw new Error('The table has no stream.');
  return arn;
}

/** All that a stream has, shard by shard. */
async function readStream(StreamArn: string): Promise<readonly StreamRecord[]> {
  const { StreamDescription } = await askStreams('DescribeStream', { StreamArn });
  const all: StreamRecord[] = [];
  for (const { ShardId } of StreamDescription.Shards) {
    const from = { StreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' };
    let { ShardIterator } = await askStreams('GetShardIterator', from);
    // A shard that is still written to has an iterator for ever: it ends here where nothing more is in it.
    while (ShardIterator) {
      const { Records, NextShardIterator } = await askStreams('GetRecords', { ShardIterator });
      all.push(...Records);
      ShardIterator = Records.length > 0 ? NextShardIterator : undefined;
    }
  }
  return all;
}

describe.skipIf(endpoint === undefined)('with DynamoDB Local', () => {
  const api = useApi({ events: true, eventValues: values, changes: true });
  const bus = useBus(values);
  let handler: typeof Handler;
  let stream: string;
  beforeAll(async () => {
    stream = await openStream();
    ({ handler } = await import('../../lambdas/events/publish-events.ts'));
  });

  test('the records of its stream give the events that the adapter beneath the local server gives', async () => {
    const id = `streamed-${crypto.randomUUID()}`;
    const made = pathsOf(id);
    const told: CloudEvent[] = [];
    const stop = api.local.listen((event) => told.push(event));
    const ok = (method: string, path: string, body?: object) => api.ok(method, path, { body });
    await ok('PUT', '/api/v2/settings/channels/voice', { savedAttributes: ['tier', 'note'], retentionDays: 1 });
    const participants = [{ purpose: 'customer', attributes: { tier: 'gold', note: 'canary' } }];
    await ok('POST', '/api/v2/conversations', { id, type: 'voice', queueId: 'sales', participants, data: { n: 1.5 } });
    await ok('POST', made.flow(), { attributes: { tier: 'silver', reason: 'canary' } });
    await ok('PATCH', `${made.conversation}/secureattributes`, { attributes: { pin: 'canary' } });
    await ok('POST', made.participants, { purpose: 'agent' });
    await ok('POST', made.flush());
    await ok('PATCH', made.conversation, { queueId: null, data: { n: null } });
    await ok('DELETE', `${made.participants}/agent`);
    await ok('PATCH', made.conversation, { state: 'wrapup', wrapup: { code: 'canary' } });
    await ok('PATCH', made.conversation, { state: 'handled' });
    await ok('DELETE', made.conversation);
    stop();
    const Records = await readStream(stream);
    expect(await handler({ Records })).toEqual({ batchItemFailures: [] });
    const streamed = bus.events.filter(({ subject }) => subject === id);
    // The stream says the second of a write, and whose events they are the deployment.
    const plain = (events: readonly CloudEvent[]) => events.map(({ time: _t, source: _s, ...rest }) => rest);
    expect(plain(streamed)).toEqual(plain(told.filter(({ subject }) => subject === id)));
    expect(new Set(streamed.map(({ type }) => type)).size).toBe(11);
    expect(JSON.stringify(Records)).toContain('canary');
    expect(JSON.stringify(streamed)).not.toContain('canary');
  });

  test('they give the changes that it keeps, and remove those of an erased conversation', async () => {
    const { handler: record } = await import('../../lambdas/changes/record-changes.ts');
    const ids = [crypto.randomUUID(), crypto.randomUUID()] as const;
    for (const id of ids) {
      const made = pathsOf(id);
      await api.make({ id, data: { tier: 'canary' } });
      await api.ok('POST', made.flow(), { body: { attributes: { reason: 'canary' } } });
      await api.ok('POST', made.flush());
      await api.ok('PATCH', `${made.conversation}/secureattributes`, { body: { attributes: { pin: 'canary' } } });
      await api.ok('PATCH', made.conversation, { body: { state: 'wrapup' } });
    }
    const [, erased] = ids;
    await api.ok('DELETE', pathsOf(erased).conversation);
    // The stream says the second of a write.
    const kept = async (id: string) =>
      (await entriesOf(id)).filter((text) => text !== '').map((text) => ({ ...JSON.parse(text), at: 0 }));
    const byAdapter = await kept(ids[0]);
    expect(byAdapter).toHaveLength(4);
    expect(await kept(erased)).toEqual([]);
    await removeEntries();
    expect(await record({ Records: await readStream(stream) })).toEqual({ batchItemFailures: [] });
    expect(await kept(ids[0])).toEqual(byAdapter);
    expect(await kept(erased)).toEqual([]);
  });
});
