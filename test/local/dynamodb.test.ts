import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  DescribeTableCommand,
  DynamoDBClient,
  PutItemCommand,
  QueryCommand,
  type QueryCommandInput,
} from '@aws-sdk/client-dynamodb';
import { expect, onTestFinished, test } from 'vitest';
import type { Table } from '#tables';
import { startDynamoDb } from '../../local/dynamodb.ts';
import { createTables, nameTable } from '../../local/tables.ts';

const tables: Record<string, Table> = {
  plain: { partitionKey: { name: 'pk', type: 'S' }, timeToLive: 'expires', indexes: {} },
  indexed: {
    partitionKey: { name: 'pk', type: 'S' },
    sortKey: { name: 'sk', type: 'N' },
    indexes: {
      byDay: {
        partitionKey: { name: 'day', type: 'S' },
        sortKey: { name: 'sk', type: 'N' },
        projection: ['state'],
      },
    },
  },
};

async function open() {
  const store = await startDynamoDb('memory');
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new DynamoDBClient({ endpoint: store.endpoint, region: 'us-east-1', credentials });
  onTestFinished(async () => {
    client.destroy();
    await store.close();
  });
  return { store, client };
}

test('creates the tables with their keys and indexes, active and on demand', async () => {
  const { client } = await open();
  await createTables(client, tables);
  const { Table: table } = await client.send(new DescribeTableCommand({ TableName: nameTable('indexed') }));
  expect(table).toMatchObject({
    TableName: 'conversation-attributes-indexed',
    TableStatus: 'ACTIVE',
    BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
    AttributeDefinitions: [
      { AttributeName: 'pk', AttributeType: 'S' },
      { AttributeName: 'sk', AttributeType: 'N' },
      { AttributeName: 'day', AttributeType: 'S' },
    ],
  });
});

test('creates a sparse index that carries what it projects', async () => {
  const { client } = await open();
  await createTables(client, tables);
  const TableName = nameTable('indexed');
  const item = { pk: { S: 'a' }, sk: { N: '1' }, state: { S: 'active' }, other: { S: 'x' } };
  await client.send(new PutItemCommand({ TableName, Item: { ...item, day: { S: 'monday' } } }));
  await client.send(new PutItemCommand({ TableName, Item: { ...item, pk: { S: 'b' } } }));
  const query: QueryCommandInput = {
    TableName,
    IndexName: 'byDay',
    KeyConditionExpression: '#d = :d',
    ExpressionAttributeNames: { '#d': 'day' },
    ExpressionAttributeValues: { ':d': { S: 'monday' } },
  };
  const { Items } = await client.send(new QueryCommand(query));
  expect(Items).toEqual([{ pk: { S: 'a' }, sk: { N: '1' }, day: { S: 'monday' }, state: { S: 'active' } }]);
});

test('leaves tables that are there as they are, also when two create them at once', async () => {
  const { client } = await open();
  await Promise.all([createTables(client, tables), createTables(client, tables)]);
  const Item = { pk: { S: 'kept' } };
  await client.send(new PutItemCommand({ TableName: nameTable('plain'), Item }));
  await createTables(client, tables);
  await expect(
    client.send(
      new PutItemCommand({ TableName: nameTable('plain'), Item, ConditionExpression: 'attribute_not_exists(pk)' }),
    ),
  ).rejects.toThrow('conditional');
});

test('refuses a table that lacks an index', async () => {
  const { client } = await open();
  const { plain } = tables;
  await createTables(client, { ...(plain && { indexed: plain }) });
  await expect(createTables(client, tables)).rejects.toThrow(
    'The table conversation-attributes-indexed lacks the index byDay',
  );
});

test('survives a client that gives up in the middle of a request', async () => {
  const { store, client } = await open();
  const socket = connect(Number(new URL(store.endpoint).port), '127.0.0.1');
  socket.write('POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\n\r\n{"half":');
  await sleep(30);
  socket.resetAndDestroy();
  await once(socket, 'close');
  await sleep(30);
  await expect(createTables(client, tables)).resolves.toBeUndefined();
});
