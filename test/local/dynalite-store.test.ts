import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type AttributeValue,
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DeleteItemCommand,
  DescribeTableCommand,
  DynamoDBClient,
  DynamoDBServiceException,
  GetItemCommand,
  ListTablesCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import dynalite from 'dynalite';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Table } from '#tables';
import { startDynamoDb } from '../../local/dynamodb.ts';
import { createTables, nameTable } from '../../local/tables.ts';

// What dynalite answers by itself, and what it answers over the store of the local server, must be the same.

const TableName = nameTable('items');
const tables: Record<string, Table> = {
  items: {
    partitionKey: { name: 'pk', type: 'S' },
    sortKey: { name: 'sk', type: 'N' },
    indexes: {
      byDay: { partitionKey: { name: 'day', type: 'S' }, sortKey: { name: 'sk', type: 'N' }, projection: ['state'] },
      byState: {
        partitionKey: { name: 'state', type: 'S' },
        sortKey: { name: 'sk', type: 'N' },
        projection: 'KEYS_ONLY',
      },
    },
  },
};

type Item = Record<string, AttributeValue>;

/** A command, made anew for each client: clients add to it. */
type Make = () => GetItemCommand;

const text = fc.constantFrom('a', 'b', 'ü').map((S): AttributeValue => ({ S }));
const number = fc.constantFrom('-10', '0', '2', '10', '1e3').map((N): AttributeValue => ({ N }));
const key: fc.Arbitrary<Item> = fc.record({ pk: text, sk: number });
const value = fc.oneof(
  text,
  number,
  fc.constantFrom<AttributeValue>(
    { B: new Uint8Array([1, 200]) },
    { NULL: true },
    { SS: ['a', 'b'] },
    { L: [{ S: 'a' }] },
    { M: { a: { N: '1' }, b: { S: 'a' } } },
  ),
);
const item = fc
  .tuple(key, fc.record({ day: text, state: text, other: value, more: value }, { requiredKeys: [] }))
  .map(([own, more]): Item => ({ ...own, ...more }));
const asked = {
  ExpressionAttributeNames: { '#a': 'other' },
  ReturnValues: 'ALL_OLD',
} as const;
const condition = fc.constantFrom({}, { ConditionExpression: 'attribute_exists(#a)', ...asked });
const range = fc.constantFrom('', ' AND sk > :n', ' AND sk <= :n', ' AND sk BETWEEN :n AND :m', ' AND sk = :n');

/** Commands, half of them of what is read. */
const command: fc.Arbitrary<Make> = fc.oneof(
  fc.tuple(item, condition).map(
    ([Item, more]): Make =>
      () =>
        new PutItemCommand({ TableName, Item, ...more }) as never,
  ),
  fc.tuple(key, condition).map(
    ([Key, more]): Make =>
      () =>
        new DeleteItemCommand({ TableName, Key, ...more }) as never,
  ),
  fc
    .tuple(
      key,
      fc.constantFrom('SET #a = :v', 'REMOVE #a', 'SET #a = if_not_exists(#a, :v), other = :v', 'ADD #a :v'),
      fc.constantFrom('day', 'state', 'other', 'more', 'pk'),
      value,
    )
    .map(([Key, UpdateExpression, name, given]): Make => {
      const ReturnValues = 'ALL_NEW' as const;
      const values = UpdateExpression.includes(':v') ? { ExpressionAttributeValues: { ':v': given } } : {};
      const input = {
        TableName,
        Key,
        UpdateExpression,
        ReturnValues,
        ExpressionAttributeNames: { '#a': name },
        ...values,
      };
      return () => new UpdateItemCommand(input) as never;
    }),
  key.map(
    (Key): Make =>
      () =>
        new GetItemCommand({ TableName, Key, ReturnConsumedCapacity: 'TOTAL' }),
  ),
  fc
    .tuple(
      fc.constantFrom(undefined, 'byDay', 'byState'),
      text,
      range,
      number,
      fc.boolean(),
      fc.integer({ min: 1, max: 5 }),
    )
    .map(([IndexName, own, more, from, ScanIndexForward, Limit]): Make => {
      const attribute = IndexName === 'byDay' ? 'day' : IndexName === 'byState' ? '#s' : 'pk';
      const values: Item = { ':k': own, ...(more && { ':n': from }), ...(more.includes(':m') && { ':m': { N: '5' } }) };
      const input = {
        TableName,
        IndexName,
        ScanIndexForward,
        Limit,
        KeyConditionExpression: `${attribute} = :k${more}`,
        ExpressionAttributeValues: values,
        ...(attribute === '#s' && { ExpressionAttributeNames: { '#s': 'state' } }),
      };
      return () => new QueryCommand(input) as never;
    }),
  fc.constantFrom(undefined, 'byDay', 'byState').map(
    (IndexName): Make =>
      () =>
        new ScanCommand({ TableName, IndexName }) as never,
  ),
  fc.uniqueArray(item, { minLength: 1, maxLength: 4, selector: ({ pk, sk }) => JSON.stringify([pk, sk]) }).map(
    (items): Make =>
      () =>
        new BatchWriteItemCommand({
          RequestItems: { [TableName]: items.map((Item) => ({ PutRequest: { Item } })) },
        }) as never,
  ),
  fc.constant(
    () =>
      new BatchGetItemCommand({
        RequestItems: { [TableName]: { Keys: [{ pk: { S: 'a' }, sk: { N: '2' } }] } },
      }) as never,
  ),
  fc.constantFrom<Make>(
    () => new DescribeTableCommand({ TableName: 'none' }) as never,
    () => new ListTablesCommand({}) as never,
  ),
);

const stories = fc.sample(fc.array(command, { minLength: 60, maxLength: 60 }), { numRuns: 25, seed: 18 });

const settings = { region: 'us-east-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' }, maxAttempts: 1 };

/** What a client is answered to each command. */
async function play(client: DynamoDBClient, story: readonly Make[]): Promise<unknown[]> {
  const answers: unknown[] = [];
  for (const make of story) {
    const answer = await client.send(make()).catch((error: unknown) => {
      if (!(error instanceof DynamoDBServiceException)) throw error;
      const { name, message, $metadata } = error;
      return { name, message, $metadata };
    });
    answers.push({ ...answer, $metadata: answer.$metadata.httpStatusCode });
  }
  return answers;
}

/** Plays a story to dynalite as it is. */
async function playAlone(story: readonly Make[], path?: string): Promise<unknown[]> {
  const server = dynalite({ ...(path !== undefined && { path }), createTableMs: 0 });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const client = new DynamoDBClient({ ...settings, endpoint: `http://127.0.0.1:${port}` });
  try {
    await createTables(client, tables);
    return await play(client, story);
  } finally {
    client.destroy();
    const closed = once(server, 'close');
    server.close();
    server.closeIdleConnections();
    await closed;
  }
}

/** Plays a story to the store of the local server: over the wire, or by a client that is connected. */
async function playOwn(story: readonly Make[], dataDir: string, isConnected: boolean): Promise<unknown[]> {
  const store = await startDynamoDb(dataDir);
  const client = new DynamoDBClient({ ...settings, endpoint: store.endpoint });
  if (isConnected) store.connect(DynamoDBDocumentClient.from(client));
  try {
    await createTables(client, tables);
    return await play(client, story);
  } finally {
    client.destroy();
    await store.close();
  }
}

let directory = '';
let expected: unknown[][] = [];

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'dynalite-store-'));
  // All of it before the local server changes what dynalite does in this process.
  expected = [];
  for (const story of stories) expected.push(await playAlone(story));
  await playAlone(stories[0]?.slice(0, 30) ?? [], join(directory, 'written before', 'dynamodb'));
});
afterAll(() => rm(directory, { recursive: true }));

test('the stories have writes, refusals and found items', () => {
  const all = JSON.stringify(expected);
  for (const part of [
    'ConditionalCheckFailed',
    'ValidationException',
    'LastEvaluatedKey',
    '"Attributes":{',
    '"Items":[{',
  ]) {
    expect(all).toContain(part);
  }
});

describe.each([
  ['in memory', true],
  ['in memory', false],
  ['on disk', true],
])('%s, connected: %s', (where, isConnected) => {
  test('random commands are answered as by dynalite itself', async () => {
    for (const [index, story] of stories.entries()) {
      const dataDir = where === 'in memory' ? 'memory' : join(directory, `${index}`);
      expect(await playOwn(story, dataDir, isConnected)).toEqual(expected[index]);
    }
  });
});

test('what dynalite has written by itself is read and written on, and the other way round', async () => {
  const [story = []] = stories;
  const [answers] = expected;
  const dataDir = join(directory, 'written before');
  expect(await playOwn(story.slice(30, 45), dataDir, true)).toEqual(answers?.slice(30, 45));
  const read: Make = () => new ScanCommand({ TableName }) as never;
  const found = await playOwn([read], dataDir, true);
  expect(JSON.stringify(found)).toContain('"pk"');
  expect(await playAlone([read], join(dataDir, 'dynamodb'))).toEqual(found);
});
