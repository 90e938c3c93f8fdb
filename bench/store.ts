import { once } from 'node:events';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient, GetItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { startLocal } from '../local/local.ts';
import { tellFunctionsInText } from '../local/request-log.ts';
import { nameTable } from '../local/tables.ts';

/** Where the functions of the benchmark keep what they write. */
export interface Store {
  /** What functions need of the environment to reach it. */
  readonly environment: Readonly<Record<string, string>>;
  /** The conversation that is in it. */
  readonly conversationId: string;
  close(): void;
}

/** What is read of a call. */
interface Input {
  readonly TableName: string;
  readonly IndexName?: string;
  readonly ExclusiveStartKey?: object;
}

/**
 * A DynamoDB that answers every request at once with the same item: a call with a customer, four attributes and a
 * pending one, as the functions have made it. So no time of a store is in the figures, and every function reads the same.
 */
export async function startStore(): Promise<Store> {
  const conversationId = '0192a3b4-c5d6-7e8f-9012-3456789abcde';
  const { item, environment } = await makeItem(conversationId);
  const { url, close } = await startStandIn((call) => (call === 'GetItem' ? { Item: item } : { Attributes: item }));
  return { conversationId, environment: { ...environment, AWS_ENDPOINT_URL_DYNAMODB: url }, close };
}

/**
 * Starts what functions take for a DynamoDB.
 *
 * @param answer gives what is answered to a call such as `GetItem`.
 * @param milliseconds after which it is.
 */
export async function startStandIn(answer: (call: string, input: Input) => object, milliseconds = 0) {
  const server = createServer(async (request, response) => {
    const input: Input = JSON.parse(await text(request));
    const call = String(request.headers['x-amz-target']).split('.').at(-1) ?? '';
    if (milliseconds > 0) await sleep(milliseconds);
    const body = JSON.stringify(answer(call, input));
    response.setHeader('content-type', 'application/x-amz-json-1.0').setHeader('x-amzn-requestid', 'one').end(body);
  });
  server.keepAliveTimeout = 600_000;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : address}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Makes the conversation on a local server, and gives its item. */
export async function makeItem(id: string) {
  tellFunctionsInText();
  const local = await startLocal({ port: 0, dataDir: 'memory', sweepSeconds: 0 });
  try {
    const path = '/api/v2/conversations';
    await post(local.url, await local.token(), path, {
      id,
      type: 'voice',
      queueId: 'sales',
      participants: [
        {
          purpose: 'customer',
          addresses: [{ type: 'tel', uri: 'tel:+4930123456' }],
          attributes: { tier: 'gold', language: 'de', segment: 'private', ticket: 'T-20261130-0042' },
        },
      ],
    });
    await post(local.url, await local.token(), `${path}/${id}/flows/ivr-1/attributes`, {
      attributes: { reason: 'order' },
    });
    const client = new DynamoDBClient({});
    const TableName = nameTable('conversations');
    const { Items: [first = {}] = [] } = await client.send(new ScanCommand({ TableName }));
    const { pk = { S: '' } } = first;
    const { Item: item } = await client.send(new GetItemCommand({ TableName, Key: { pk } }));
    client.destroy();
    const isWanted = (name: string) => /_TABLE$|^ID_KEY$|^AWS_(REGION|ACCESS_KEY_ID|SECRET_ACCESS_KEY)$/.test(name);
    const environment = Object.fromEntries(
      Object.entries(process.env).flatMap(([name, value = '']) => (isWanted(name) ? [[name, value]] : [])),
    );
    return { item, environment };
  } finally {
    await local.close();
  }
}

async function post(url: string, token: string, path: string, body: object): Promise<void> {
  const response = await fetch(url + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
}
