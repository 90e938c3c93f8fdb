import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { maxAttempts, timeouts } from '#dynamodb/client.ts';
import { deadline, keepDeadline } from '#http/deadline.ts';

let received = 0;
/** Takes every request, and answers none. */
const silent = createServer((request) => {
  received += 1;
  request.resume();
});
let client: DynamoDBClient;

beforeAll(async () => {
  await new Promise<void>((resolve) => {
    silent.listen(0, '127.0.0.1', resolve);
  });
  client = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${(silent.address() as AddressInfo).port}`,
    region: 'local',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 4,
    requestHandler: { requestTimeout: 50, throwOnRequestTimeout: true },
  });
  keepDeadline(client);
});
afterAll(() => {
  client.destroy();
  silent.closeAllConnections();
  silent.close();
});

test('a client makes all its attempts while the request that they are for is not answered', async () => {
  received = 0;
  const sent = deadline.run(Date.now() + 60_000, () => client.send(new ListTablesCommand({})));
  await expect(sent).rejects.toMatchObject({ name: 'TimeoutError' });
  expect(received).toBe(4);
});

test('a client sends nothing more for a request that has been answered', async () => {
  received = 0;
  const sent = deadline.run(Date.now() + 40, () => client.send(new ListTablesCommand({})));
  await expect(sent).rejects.toMatchObject({ name: 'AbortError' });
  await sleep(300);
  expect(received).toBe(1);
});

test('all attempts at a request to DynamoDB, with their longest pauses, end within the 10 s of a function', () => {
  const pauses = Array.from({ length: maxAttempts - 1 }, (_, number) => 50 * 2 ** (number + 1));
  const longest = maxAttempts * timeouts.requestTimeout + pauses.reduce((sum, pause) => sum + pause);
  // It answers half a second before its end.
  expect(longest).toBeLessThan(10_000 - 500);
});
