import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { SDK_TIMEOUTS } from '#aws/timeouts.ts';
import { MAX_ATTEMPTS } from '#dynamodb/client.ts';
import { deadline, keepDeadline } from '#http/chain/deadline.ts';
import { MAX_ATTEMPTS as kmsAttempts } from '#kms/client.ts';

const until = Date.parse('2026-03-01T00:00:00Z');
let received = 0;
let whenReceived = () => {};
/** Fails at every request in a way that is worth another attempt. */
const failing = createServer((request, response) => {
  received += 1;
  whenReceived();
  request.resume();
  response.writeHead(500).end();
});
let client: DynamoDBClient;

beforeAll(async () => {
  await new Promise<void>((resolve) => {
    failing.listen(0, '127.0.0.1', resolve);
  });
  client = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${(failing.address() as AddressInfo).port}`,
    region: 'local',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 4,
  });
  keepDeadline(client);
});
afterAll(() => {
  client.destroy();
  failing.closeAllConnections();
  failing.close();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Sends a request half a second before its deadline. */
function sendBeforeDeadline(): Promise<unknown> {
  received = 0;
  vi.useFakeTimers({ toFake: ['Date'], now: until - 500 });
  return deadline.run(until, () => client.send(new ListTablesCommand({})));
}

test('a client makes all its attempts while the request that they are for is not answered', async () => {
  whenReceived = () => {};
  await expect(sendBeforeDeadline()).rejects.toMatchObject({ $metadata: { httpStatusCode: 500 } });
  expect(received).toBe(4);
});

test('a client sends nothing more for a request that has been answered', async () => {
  whenReceived = () => vi.setSystemTime(until);
  await expect(sendBeforeDeadline()).rejects.toMatchObject({ name: 'AbortError' });
  expect(received).toBe(1);
});

test.each([
  { service: 'DynamoDB', maxAttempts: MAX_ATTEMPTS },
  { service: 'KMS', maxAttempts: kmsAttempts },
])(
  'all attempts at a request to $service, with their longest pauses, end within the 10 s of a function',
  ({ maxAttempts }) => {
    const pauses = Array.from({ length: maxAttempts - 1 }, (_, number) => 50 * 2 ** (number + 1));
    const longest = maxAttempts * SDK_TIMEOUTS.requestTimeout + pauses.reduce((sum, pause) => sum + pause);
    // It answers half a second before its end.
    expect(longest).toBeLessThan(10_000 - 500);
  },
);
