import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { expect, onTestFinished, test } from 'vitest';
import { nameTable } from '../../local/tables.ts';
import { useApi } from '../support/api.ts';
import { pathsOf } from '../support/paths.ts';
import { startServer } from '../support/server.ts';
import { takeBlock, takeBlocks } from './markdown.ts';
import { settled } from './settled.ts';

const api = useApi();

test('the page on errors shows a refusal as it is answered', async () => {
  const made = await api.make();
  const patch = (value: number, headers = {}) =>
    api.call('PATCH', made.attributes(), { body: { attributes: { value } }, headers });
  for (const value of [2, 3, 4, 5]) await patch(value);
  const { body } = await patch(6, { 'if-match': '"4"' });
  expect(settled(body)).toEqual(settled(JSON.parse(takeBlock('docs/errors.md', '"precondition-failed"'))));
});

test('the reference has requests that the API takes', async () => {
  const requests = takeBlocks('docs/reference.md', { language: 'http' }).flatMap(({ text }) => text.split('\n'));
  expect(requests.length).toBeGreaterThan(38);
  for (const request of requests) {
    const [method = '', path = ''] = request.replaceAll(/\{\w+\}/g, 'one').split(' ');
    const { status, body } = await api.call(method, path);
    expect([request, status === 405, body?.code === 'route-not-found']).toEqual([request, false, false]);
  }
});

test('the page on the architecture shows an item as it is stored', async () => {
  const shown = JSON.parse(takeBlock('docs/architecture.md', '"internalId"'));
  const customer = { purpose: 'customer', addresses: shown['p/~6D8Q3NLGh0f'].addresses, attributes: { tier: 'gold' } };
  const facts = { queueId: 'sales', data: { campaign: 'autumn' }, participants: [customer] };
  const body = { id: 'call-1', type: 'voice', ...facts };
  await api.ok('POST', '/api/v2/conversations', { body, headers: { 'idempotency-key': 'call-1' } });
  const made = pathsOf('call-1');
  await api.ok('POST', made.flow('ivr-7'), { body: { attributes: { reason: 'order' } } });
  await api.ok('PATCH', `${made.conversation}/secureattributes`, { body: { attributes: { pin: '4711' } } });
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));
  const { Items: items = [] } = await client.send(new ScanCommand({ TableName: nameTable('conversations') }));
  client.destroy();
  const stored = items.find(({ id }) => id === 'call-1');
  expect(withoutHashes(stored)).toEqual(withoutHashes(shown));
});

/** An item with sets as lists, bytes by their number, and words in the place of hashes and times. */
function withoutHashes(item: Readonly<Record<string, unknown>> = {}): unknown {
  const isOperation = ([key]: readonly [string, unknown]) => key.startsWith('o/');
  const all = Object.entries(item);
  const withoutStamp = (operation: unknown) =>
    String(operation).replace(/^[a-z\d]{6}:([\w-]{8})?,/, (_, print) => (print ? '<second>:<print>,' : '<second>:,'));
  const applied = all.filter(isOperation).map(([, operation]) => withoutStamp(operation));
  const others = Object.fromEntries(all.filter((entry) => !isOperation(entry)));
  const text = JSON.stringify({ ...others, applied: applied.sort() }, (_, value) => {
    if (value instanceof Set) return [...value];
    return value instanceof Uint8Array ? `<${value.length} bytes>` : value;
  });
  return JSON.parse(
    text
      .replaceAll(/[\w-]{43}"/g, '<hash>"')
      .replaceAll(/"(internalId|find\d)":"[\w-]{22}"/g, '"$1":"<id>"')
      .replaceAll(/\d{13,15}/g, '0')
      .replaceAll(/"due":\d{10}/g, '"due":0')
      .replaceAll(/\d{4}-\d\d-\d\d#/g, '<day>#')
      .replaceAll(/#\d+"/g, '#<shard>"'),
  );
}

test('the page on configuration has clients that the local server takes', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'clients-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, 'clients.json');
  const block = takeBlock('docs/configuration.md', '"secret": "change-me"');
  await writeFile(file, block);
  const server = await startServer({ DATA_DIR: 'memory', CLIENTS_FILE: file });
  onTestFinished(server.stop);
  const [{ id, secret, scopes }] = JSON.parse(block);
  const authorization = `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;
  const body = new URLSearchParams({ grant_type: 'client_credentials' });
  const answer = await fetch(`${server.url}/oauth/token`, { method: 'POST', headers: { authorization }, body });
  expect([answer.status, await answer.json()]).toMatchObject([200, { scope: scopes.join(' ') }]);
});
