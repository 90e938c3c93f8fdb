import { setImmediate } from 'node:timers/promises';
import {
  DeleteItemCommand,
  DynamoDBClient,
  type DynamoDBServiceException,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { HttpRequest } from '@smithy/core/protocols';
import { expect, onTestFinished, test } from 'vitest';
import { tables } from '#tables';
import { startDynamoDb } from '../../local/dynamodb.ts';
import { InProcessHandler } from '../../local/in-process-handler.ts';
import { createTables, nameTable } from '../../local/tables.ts';
import { useApi } from '../support/api.ts';

const TableName = nameTable('dataKeys');
const Key = { internalId: { S: 'a' } };
const put = (text: string) => new PutItemCommand({ TableName, Item: { ...Key, text: { S: text } } });

const options = {
  region: 'us-east-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  maxAttempts: 1,
};

/** A store, a client that is connected to it, and one that talks to it over the wire. */
async function open() {
  const store = await startDynamoDb('memory');
  const config = { endpoint: store.endpoint, ...options };
  const [wired, connected] = [new DynamoDBClient(config), new DynamoDBClient(config)];
  store.connect(DynamoDBDocumentClient.from(connected));
  onTestFinished(() => {
    wired.destroy();
    return store.close();
  });
  await createTables(wired, { dataKeys: tables.dataKeys });
  return { store, wired, connected };
}

function describe({ name, message, $metadata }: DynamoDBServiceException) {
  return { name, message, $metadata };
}

test.each([
  ['an item', new GetItemCommand({ TableName, Key }), {}],
  ['no item', new GetItemCommand({ TableName, Key: { internalId: { S: 'other' } } }), {}],
  ['what was there', new DeleteItemCommand({ TableName, Key, ReturnValues: 'ALL_OLD' }), {}],
  [
    'a condition that fails',
    new UpdateItemCommand({
      TableName,
      Key,
      ConditionExpression: 'attribute_not_exists(#a)',
      UpdateExpression: 'REMOVE #b',
      ExpressionAttributeNames: { '#a': 'text', '#b': 'other' },
    }),
    { name: 'ConditionalCheckFailedException', status: 400 },
  ],
  [
    'a request that is wrong',
    new GetItemCommand({ TableName, Key: { other: { S: 'a' } } }),
    { name: 'ValidationException' },
  ],
  [
    'an operation that is unknown',
    new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification: { AttributeName: 'a', Enabled: true } }),
    { name: 'UnknownOperationException' },
  ],
  ['a table that is not there', new GetItemCommand({ TableName: 'other', Key }), { name: 'ResourceNotFoundException' }],
])('a connected client is answered as over the wire: %s', async (_, command, expected) => {
  const { wired, connected } = await open();
  const outcome = async (client: DynamoDBClient) => {
    await client.send(put('Umlaut: ü'));
    const { $metadata, ...answer } = await client.send(command as GetItemCommand).catch(describe);
    return { ...answer, status: $metadata.httpStatusCode };
  };
  const answer = await outcome(connected);
  expect(answer).toMatchObject(expected);
  expect(answer).toEqual(await outcome(wired));
});

test('a connected client writes where others read', async () => {
  const { wired, connected } = await open();
  await connected.send(put('text'));
  const { Item } = await wired.send(new GetItemCommand({ TableName, Key }));
  expect(Item?.text).toEqual({ S: 'text' });
});

test('a store that closes waits for the answers to what is under way, and refuses what comes then', async () => {
  const { promise, resolve } = Promise.withResolvers<{ status: number; body: string }>();
  const handler = new InProcessHandler(() => promise);
  const request = new HttpRequest({ method: 'POST', body: '{}' });
  const underWay = handler.handle(request);
  let isClosed = false;
  const closed = handler.close().then(() => {
    isClosed = true;
  });
  await setImmediate();
  expect(isClosed).toBe(false);
  resolve({ status: 200, body: '{}' });
  expect((await underWay).response.statusCode).toBe(200);
  await closed;
  await expect(handler.handle(request)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});

test('a client of a store that was closed is told so, and the process goes on', async () => {
  const store = await startDynamoDb('memory');
  const connected = new DynamoDBClient({ endpoint: store.endpoint, ...options });
  store.connect(DynamoDBDocumentClient.from(connected));
  await store.close();
  await expect(connected.send(put('text'))).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});

const api = useApi();

test('the functions reach the embedded store without a socket', async () => {
  await api.make();
  const { documentClient } = await import('#http/wiring/document-client.ts');
  const embedded = api.local.config.dynamodbEndpoint === undefined;
  expect(documentClient.config.requestHandler instanceof InProcessHandler).toBe(embedded);
});
