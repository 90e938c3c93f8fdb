import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Change } from '#domain/change-log.ts';
import { DynamoDbChangeLog } from '#dynamodb/change-log.ts';
import { makeDocumentClient } from '#dynamodb/client.ts';
import { tables } from '#tables';
import type { handler as Handler } from '../../lambdas/changes/record-changes.ts';
import { type EmbeddedDynamoDb, startDynamoDb } from '../../local/dynamodb.ts';
import { createTables, nameTable } from '../../local/tables.ts';
import { captureLogs, type Logs } from '../support/logs.ts';

const START = 1_800_000_000_000;
let store: EmbeddedDynamoDb;
let handler: typeof Handler;
let log: DynamoDbChangeLog;
let logs: Logs;
let last = 0;
let id: string;

beforeAll(async () => {
  store = await startDynamoDb('memory');
  Object.assign(process.env, {
    ...{ AWS_ENDPOINT_URL_DYNAMODB: store.endpoint, AWS_REGION: 'eu-central-1', CHANGES_TABLE: nameTable('changes') },
    ...{ AWS_ACCESS_KEY_ID: 'x', AWS_SECRET_ACCESS_KEY: 'x' },
  });
  const client = new DynamoDBClient({});
  await createTables(client, { changes: tables.changes });
  client.destroy();
  logs = captureLogs();
  ({ handler } = await import('../../lambdas/changes/record-changes.ts'));
  log = new DynamoDbChangeLog(makeDocumentClient(), nameTable('changes'));
});
afterAll(async () => {
  logs.close();
  await store.close();
});
beforeEach(() => {
  last += 1;
  id = `call-${last}`;
});

/** An image as Lambda hands it over. */
function image(revision: number, more: object = {}) {
  const item = {
    ...{ pk: `key of ${id}`, id, type: 'voice', state: 'active', startTime: START, due: 1, bytes: 1 },
    ...{ version: revision, revision: [revision], writer: ['patch-conversation', 'crm', ''], ...more },
  };
  return marshall(item);
}
const tombstone = () => marshall({ pk: `key of ${id}`, expires: 1_900_000_000 });

function write(position: string, before: object | undefined, after: object | undefined) {
  const images = { ...(before && { OldImage: before as never }), ...(after && { NewImage: after as never }) };
  return { dynamodb: { SequenceNumber: position, ApproximateCreationDateTime: 1_800_000_001, ...images } };
}

async function kept(startTime = START): Promise<readonly Change[]> {
  return (await log.list({ key: `key of ${id}`, startTime, since: 0, most: 100 })).changes;
}

test('keeps each write under its revision, by whom and when, and no value', async () => {
  const after = image(2, { 'd/tier': '"canary"' });
  const records = [write('1', undefined, image(1)), write('2', image(1), after)];
  expect(await handler({ Records: records })).toEqual({ batchItemFailures: [] });
  const [first, second] = await kept();
  expect(first?.events).toEqual([{ type: 'conversation.started' }]);
  expect(second).toEqual({
    ...{ revision: 2, at: 1_800_000_001_000, previousVersion: 1, version: 2 },
    ...{ previousSecuredVersion: 0, securedVersion: 0, by: { operation: 'patch-conversation', clientId: 'crm' } },
    events: [{ type: 'attributes.changed', set: ['tier'], removed: [] }],
  });
  expect(JSON.stringify(await kept())).not.toContain('canary');
});

test('a batch that comes again changes nothing', async () => {
  const records = [write('1', undefined, image(1)), write('2', image(1), image(2, { 'd/n': '1' }))];
  await handler({ Records: records });
  const once = await kept();
  await handler({ Records: records });
  expect(await kept()).toEqual(once);
});

test('what comes after a write that can not be kept waits for it, and other conversations go on', async () => {
  const records = [write('10', undefined, image(1)), write('11', image(1), { ...image(2), revision: { N: 'canary' } })];
  records.push(write('12', image(2), image(3, { 'd/n': '1' })));
  const [waiting] = [id];
  last += 1;
  id = `call-${last}`;
  records.push(write('13', undefined, image(1)));
  expect(await handler({ Records: records })).toEqual({ batchItemFailures: [{ itemIdentifier: '11' }] });
  expect((await kept()).map(({ revision }) => revision)).toEqual([1]);
  id = waiting;
  expect((await kept()).map(({ revision }) => revision)).toEqual([1]);
  expect(logs.lines.join('\n')).toContain('a change could not be kept');
  expect(logs.lines.join('\n')).not.toContain('canary');
});

test('an erasure, and the end of a retention, remove all changes, also where the batch comes again', async () => {
  for (const after of [tombstone(), undefined]) {
    const records = [write('1', undefined, image(1)), write('2', image(1), image(2)), write('3', image(2), after)];
    for (let time = 0; time < 2; time++) {
      await handler({ Records: records });
      expect(await kept()).toEqual([]);
    }
  }
});

test('a conversation that takes the id of one whose time is over begins its own, and removes those of the other', async () => {
  await handler({ Records: [write('1', undefined, image(1)), write('2', image(1), image(2))] });
  const next = image(1, { startTime: START + 1 });
  await handler({ Records: [write('3', image(2), next)] });
  expect(await kept()).toEqual([]);
  expect((await kept(START + 1)).map(({ revision }) => revision)).toEqual([1]);
});

test('more changes than one answer of the store has are removed, all of them', async () => {
  const long = Array.from({ length: 60 }, (_, n) => `name-${n}-${'x'.repeat(240)}`);
  const more = (n: number) => Object.fromEntries(long.map((name) => [`d/${name}`, `${n}`]));
  const records = Array.from({ length: 80 }, (_, n) => write(`${n}`, image(n + 1, more(n)), image(n + 2, more(n + 1))));
  await handler({ Records: records });
  expect((await log.list({ key: `key of ${id}`, startTime: START, since: 0, most: 100 })).isCut).toBe(true);
  await handler({ Records: [write('99', image(81), tombstone())] });
  expect(await kept()).toEqual([]);
});
