import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makePartitionKey } from '#dynamodb/item-keys.ts';
import { nameTable } from '../../local/tables.ts';
import { replayErasures } from '../../operator/erasures/replay.ts';
import { useSecuredApi } from '../secured-api/support/api.ts';
import { securedOf } from '../secured-api/support/paths.ts';
import type { RawItem } from '../secured-api/support/raw.ts';
import type { Paths } from '../support/paths.ts';

// Each test goes on where the one before has ended: a restore of the conversations and their data keys, but not of the journal.
const secured = useSecuredApi();
const { api } = secured;
let dynamodb: DynamoDBDocumentClient;

beforeAll(() => {
  dynamodb = DynamoDBDocumentClient.from(new DynamoDBClient({}));
});
afterAll(() => dynamodb.destroy());

const restored = [
  { table: 'conversations', key: 'pk' },
  { table: 'dataKeys', key: 'internalId' },
] as const;

/** What the two tables hold now. */
async function snapshot(): Promise<readonly (readonly RawItem[])[]> {
  return Promise.all(restored.map(({ table }) => secured.raw.all(table)));
}

/** Makes the two tables what they were. */
async function restore(to: readonly (readonly RawItem[])[]): Promise<void> {
  for (const [at, { table, key }] of restored.entries()) {
    for (const item of await secured.raw.all(table)) {
      await dynamodb.send(new DeleteCommand({ TableName: nameTable(table), Key: { [key]: item[key] } }));
    }
    for (const item of to[at] ?? []) await secured.raw.put(table, item);
  }
  await secured.renew();
}

function replay() {
  const tables = {
    erasures: nameTable('erasures'),
    conversations: nameTable('conversations'),
    dataKeys: nameTable('dataKeys'),
  };
  return replayErasures({ dynamodb, tables, now: Date.now });
}

const status = async (path: string) => (await api.send('GET', path)).status;
const pinOf = async (made: Paths) => (await api.ok('GET', securedOf(made))).body.attributes;
const createAgain = async ({ id }: Paths) =>
  (await api.send('POST', '/api/v2/conversations', { body: { id, type: 'voice', participants: [] } })).status;

async function sealed(pin: string): Promise<Paths> {
  const made = await api.make();
  await api.ok('PATCH', securedOf(made), { body: { attributes: { pin } } });
  return made;
}

let kept: Paths;
let ended: Paths;
let erased: Paths;
let erasedPlain: Paths;
let late: Paths;
let erasedKey: unknown;

test('a restore brings back who was erased since, and the data keys of who has ended since', async () => {
  kept = await sealed('1');
  ended = await sealed('2');
  erased = await sealed('3');
  erasedPlain = await api.make();
  erasedKey = (await secured.raw.conversation(erased.id)).internalId;
  const before = await snapshot();
  late = await api.make();
  await api.ok('PATCH', ended.conversation, { body: { state: 'handled' } });
  for (const made of [erased, erasedPlain, late]) await api.ok('DELETE', made.conversation);
  await restore(before);
  expect(await pinOf(erased)).toEqual({ pin: '3' });
  expect(await status(erasedPlain.conversation)).toBe(200);
  expect(await pinOf(ended)).toEqual({ pin: '2' });
});

test('the replay erases them again, with their data keys, and takes the ids of those that the restore does not know', async () => {
  const copy = await secured.raw.conversation(erased.id);
  expect(await replay()).toEqual({ erased: 2, taken: 1, done: 0, newer: 0 });
  await secured.renew();
  for (const made of [erased, erasedPlain, late]) {
    expect(await status(made.conversation)).toBe(404);
    expect(await createAgain(made)).toBe(409);
  }
  expect(await secured.raw.dataKey(erasedKey)).toMatchObject({ shredded: true });
  // Not even from a copy of its item.
  await secured.raw.put('conversations', copy);
  expect(await status(securedOf(erased))).not.toBe(200);
  expect(await replay()).toMatchObject({ erased: 1 });
});

test('it leaves all others as they were restored', async () => {
  expect(await pinOf(kept)).toEqual({ pin: '1' });
  expect(await pinOf(ended)).toEqual({ pin: '2' });
});

test('another run finds nothing to do, and changes nothing', async () => {
  const before = await snapshot();
  expect(await replay()).toEqual({ erased: 0, taken: 0, done: 3, newer: 0 });
  expect(await snapshot()).toEqual(before);
});

test('the sweeper completes what it has begun: no data key is due any more', async () => {
  const { body } = await api.send('GET', kept.conversation);
  expect(body.state).toBe('active');
  await api.local.sweep();
  const items = await secured.raw.all('conversations');
  expect(items.filter(({ erasedKey: left }) => left !== undefined)).toEqual([]);
});

test('a conversation that took the id later is another one, and stays', async () => {
  const made = await api.make();
  const entry = `${makePartitionKey(process.env.ID_KEY ?? '', made.id)}/earlier`;
  await secured.raw.put('erasures', { entry, at: 1, expires: 9_999_999_999 });
  expect(await replay()).toEqual({ erased: 0, taken: 0, done: 3, newer: 1 });
  expect(await status(made.conversation)).toBe(200);
});

test('what others write between its read and its write is no way to escape', async () => {
  const made = await api.make();
  const before = await snapshot();
  await api.ok('DELETE', made.conversation);
  await restore(before);
  let isFirst = true;
  dynamodb.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        if (commandName?.startsWith('PutItem') && isFirst) {
          isFirst = false;
          await api.ok('PATCH', securedOf(made), { body: { attributes: { pin: '9' } } });
        }
        return next(args);
      },
    { step: 'initialize', name: 'seal' },
  );
  expect(await replay()).toMatchObject({ erased: 1 });
  dynamodb.middlewareStack.remove('seal');
  expect(isFirst).toBe(false);
  await secured.renew();
  expect(await status(made.conversation)).toBe(404);
  const keys = await secured.raw.all('dataKeys');
  expect(keys.filter(({ wrapped }) => wrapped)).toHaveLength(2);
});
