import { Agent, createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, Socket } from 'node:net';
import { json } from 'node:stream/consumers';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DecryptCommand } from '@aws-sdk/client-kms';
import { GetCommand, PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, afterEach, beforeAll, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import type { HttpHandler } from '#aws/http-handler.ts';
import { makeDocumentClient } from '#dynamodb/client.ts';
import { makeKmsClient } from '#kms/client.ts';

interface Sent {
  readonly target: unknown;
  readonly body: unknown;
}

const sent: Sent[] = [];
let answer: (response: ServerResponse, request: IncomingMessage) => void;
const server = createServer(async (request, response) => {
  sent.push({ target: request.headers['x-amz-target'], body: await json(request) });
  answer(response, request);
});
let client: ReturnType<typeof makeDocumentClient>;
const get = new GetCommand({ TableName: 'table', Key: { pk: 'one' } });

beforeAll(() => new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening)));
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  sent.length = 0;
  vi.stubEnv('AWS_ENDPOINT_URL', `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', '');
  vi.stubEnv('AWS_ENDPOINT_URL_KMS', '');
  vi.stubEnv('AWS_REGION', 'eu-central-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'ACCESS');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'SECRET');
  client = makeDocumentClient();
});
afterEach(() => {
  client.config.requestHandler.destroy?.();
  vi.unstubAllEnvs();
});

function reply(body: unknown, status = 200): void {
  answer = (response) => response.writeHead(status).end(typeof body === 'string' ? body : JSON.stringify(body));
}

test('bytes go as Base64 and come back as bytes, however deep they lie', async () => {
  const bytes = new Uint8Array([0, 255, 7]);
  const Item = {
    pk: 'one',
    plain: bytes,
    list: [{ in: Buffer.from(bytes) }],
    B: { B: 'a text' },
    many: new Set([bytes]),
  };
  const stored = {
    pk: { S: 'one' },
    plain: { B: 'AP8H' },
    list: { L: [{ M: { in: { B: 'AP8H' } } }] },
    B: { M: { B: { S: 'a text' } } },
    many: { BS: ['AP8H'] },
  };
  reply({});
  await client.send(new PutCommand({ TableName: 'table', Item }));
  expect(sent).toEqual([{ target: 'DynamoDB_20120810.PutItem', body: { TableName: 'table', Item: stored } }]);
  const read = { ...Item, list: [{ in: bytes }] };
  reply({ Item: stored });
  expect((await client.send(get)).Item).toEqual(read);
  reply({ Attributes: stored });
  expect((await client.send(new UpdateCommand({ TableName: 'table', Key: { pk: 'one' } }))).Attributes).toEqual(read);
  reply({ Items: [stored], LastEvaluatedKey: { pk: { B: 'AP8H' } } });
  const page = await client.send(new QueryCommand({ TableName: 'table' }));
  expect(page).toMatchObject({ Items: [read], LastEvaluatedKey: { pk: bytes } });
});

test('KMS takes and gives bytes', async () => {
  reply({ Plaintext: 'AP8H', KeyId: 'key' });
  const kms = makeKmsClient();
  const { Plaintext } = await kms.send(new DecryptCommand({ CiphertextBlob: Buffer.from('wrapped') }));
  expect(Plaintext).toEqual(new Uint8Array([0, 255, 7]));
  expect(sent).toEqual([{ target: 'TrentService.Decrypt', body: { CiphertextBlob: 'd3JhcHBlZA==' } }]);
  kms.destroy();
});

test('a failed condition is the class of the SDK, with the item as it was', async () => {
  const __type = 'com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException';
  reply({ __type, message: 'no', Item: { key: { B: 'AP8H' } } }, 400);
  const failed = await client.send(get).catch((error: unknown) => error);
  expect(failed).toBeInstanceOf(ConditionalCheckFailedException);
  const Item = { key: { B: new Uint8Array([0, 255, 7]) } };
  expect(failed).toMatchObject({ message: 'no', Item, $metadata: { httpStatusCode: 400 } });
  expect(sent).toHaveLength(1);
});

test('another error has its name, message and status, and is not sent again where that would not help', async () => {
  reply(
    { __type: 'com.amazon.coral.validate#ValidationException:http://internal', Message: 'Item size is too large' },
    400,
  );
  const expected = { name: 'ValidationException', message: 'Item size is too large', $fault: 'client' };
  await expect(client.send(get)).rejects.toMatchObject({
    ...expected,
    $metadata: { httpStatusCode: 400, attempts: 1 },
  });
});

test.each([
  ['throttling', 400, { __type: 'a#ProvisionedThroughputExceededException', message: 'later' }],
  ['a fault of the service', 500, { __type: 'a#InternalServerError' }],
  ['a gateway without a word', 503, ''],
])('after %s it is sent again, four times in all', async (_, status, body) => {
  reply(body, status);
  await expect(client.send(get)).rejects.toMatchObject({ $metadata: { httpStatusCode: status, attempts: 4 } });
  expect(sent).toHaveLength(4);
});

test('an answer that breaks off is asked for again', async () => {
  answer = (response) => {
    reply({ Item: { pk: { S: 'one' } } });
    response.writeHead(200, { 'content-length': '100' }).write('{"Item"');
    setImmediate(() => response.destroy());
  };
  expect((await client.send(get)).Item).toEqual({ pk: 'one' });
  expect(sent).toHaveLength(2);
});

test('an error says nothing of an answer that is no JSON', async () => {
  reply('{"Item": {"pk": {"S": "a secret');
  const failed = await client.send(get).catch((error: Error) => error);
  expect(failed).toMatchObject({ message: 'dynamodb answered what is no JSON' });
  expect(sent).toHaveLength(1);
});

test.each(['requestTimeout', 'socketTimeout'] as const)(
  'a store that falls silent is given up after the %s',
  async (option) => {
    (client.config.requestHandler as unknown as HttpHandler).updateHttpClientConfig(option, 20);
    answer = (response) => {
      if (option === 'socketTimeout') response.writeHead(200, { 'content-length': '100' }).write('{');
    };
    await expect(client.send(get)).rejects.toMatchObject({ name: 'TimeoutError', $metadata: { attempts: 4 } });
  },
);

test('a caller who gives up ends the request under way, and it is not sent again', async () => {
  const handler = client.config.requestHandler as unknown as HttpHandler;
  for (const option of ['requestTimeout', 'socketTimeout'] as const) handler.updateHttpClientConfig(option, 600_000);
  const given = new AbortController();
  answer = () => given.abort();
  const failed = client.send(get, { abortSignal: given.signal });
  await expect(failed).rejects.toMatchObject({ name: 'AbortError' });
  expect(sent).toHaveLength(1);
  await expect(client.send(get, { abortSignal: given.signal })).rejects.toMatchObject({ name: 'AbortError' });
  expect(sent).toHaveLength(1);
});

test('a store that takes no connection is given up after the connection timeout', async () => {
  const handler = client.config.requestHandler as unknown as HttpHandler;
  handler.updateHttpClientConfig('connectionTimeout', 20);
  // One that never gets to its end, as where a firewall drops what is sent.
  const createConnection = () => Object.assign(new Socket(), { connecting: true });
  handler.updateHttpClientConfig('httpAgent', Object.assign(new Agent(), { createConnection }));
  const expected = { name: 'TimeoutError', message: 'There was no connection within 20 ms' };
  await expect(client.send(get)).rejects.toMatchObject(expected);
});

test('an end point of https is spoken to by TLS', async () => {
  let first: number | undefined;
  const plain = createTcpServer((socket) =>
    socket
      .on('error', () => undefined)
      .on('data', (bytes) => {
        first ??= bytes[0];
        socket.destroy();
      }),
  );
  await new Promise<void>((listening) => plain.listen(0, '127.0.0.1', listening));
  onTestFinished(() => {
    plain.close();
  });
  vi.stubEnv('AWS_ENDPOINT_URL', `https://127.0.0.1:${(plain.address() as AddressInfo).port}`);
  await expect(client.send(get)).rejects.toMatchObject({ code: 'ECONNRESET' });
  // A record of a handshake (RFC 8446, section 5.1).
  expect(first).toBe(22);
});

test('what listens nowhere is refused with the code of Node.js', async () => {
  vi.stubEnv('AWS_ENDPOINT_URL', 'http://127.0.0.1:1');
  await expect(client.send(get)).rejects.toMatchObject({ code: 'ECONNREFUSED', $metadata: { attempts: 4 } });
});

test('without credentials nothing is sent', async () => {
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', '');
  await expect(client.send(get)).rejects.toThrow('The environment has no AWS credentials');
  expect(sent).toEqual([]);
});
