import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { tables } from '#tables';
import { StartError } from '../../local/config.ts';
import { startDynamoDb } from '../../local/dynamodb.ts';
import { createTables, nameTable } from '../../local/tables.ts';
import { startServer } from '../support/server.ts';

const root = resolve(import.meta.dirname, '../..');
const TableName = nameTable('conversations');
let parent = '';

/** Opens the store of a data directory, makes the tables where there are none, and does something with it. */
async function use<T>(dataDir: string, work: (client: DynamoDBClient) => Promise<T>): Promise<T> {
  const store = await startDynamoDb(dataDir);
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new DynamoDBClient({ endpoint: store.endpoint, region: 'us-east-1', credentials });
  try {
    await createTables(client, tables);
    return await work(client);
  } finally {
    client.destroy();
    await store.close();
  }
}

const write = (client: DynamoDBClient) => client.send(new PutItemCommand({ TableName, Item: { pk: { S: 'kept' } } }));
const readBack = (client: DynamoDBClient) =>
  client.send(new GetItemCommand({ TableName, Key: { pk: { S: 'kept' } }, ConsistentRead: true }));

beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), 'damage-'));
  await mkdir(join(parent, 'good'));
  await use(join(parent, 'good'), write);
  // Opened once more, LevelDB moves what was in its log to a table.
  await use(join(parent, 'good'), readBack);
});
afterAll(() => rm(parent, { recursive: true }));

/** A copy of the data directory, whose files are then damaged: those that the pattern finds. */
async function damage(name: string, files: RegExp, act: (path: string) => Promise<unknown>): Promise<string> {
  const dataDir = join(parent, name);
  await cp(join(parent, 'good'), dataDir, { recursive: true });
  const found = (await readdir(join(dataDir, 'dynamodb'))).filter((file) => files.test(file));
  expect(found).not.toEqual([]);
  for (const file of found) await act(join(dataDir, 'dynamodb', file));
  return dataDir;
}

const halve = async (path: string) => truncate(path, Math.floor((await stat(path)).size / 2));

/** Runs a command of the message as a user who pastes it. */
const paste = (command: string) => promisify(execFile)('bash', ['-c', command], { cwd: root });

const damages: readonly [string, RegExp, (path: string) => Promise<unknown>][] = [
  ['CURRENT is missing', /^CURRENT$/, (path) => rm(path)],
  ['CURRENT is cut', /^CURRENT$/, halve],
  ['CURRENT names nothing', /^CURRENT$/, (path) => writeFile(path, 'MANIFEST-999999\n')],
  ['MANIFEST is missing', /^MANIFEST/, (path) => rm(path)],
  ['MANIFEST is cut', /^MANIFEST/, halve],
  ['MANIFEST is something else', /^MANIFEST/, (path) => writeFile(path, 'x'.repeat(200))],
];

test.for(damages)('where %s, the store does not open, and says how to repair it', async ([name, files, act]) => {
  const dataDir = await damage(name, files, act);
  const error = await use(dataDir, readBack).catch((cause: unknown) => cause);
  expect(error).toBeInstanceOf(StartError);
  const lines = (error as StartError).message.split('\n');
  expect(lines[0]).toBe(`The store in ${dataDir}/dynamodb can't be used:`);
  expect(lines[1]).toMatch(/CURRENT|MANIFEST|descriptor/);
  expect(lines[2]).toBe('To repair what can be repaired:');
  expect((await paste(lines[3] ?? '')).stdout).toContain('can be opened again');
  expect(await use(dataDir, readBack)).toMatchObject({ Item: { pk: { S: 'kept' } } });
});

test('a store that is damaged beyond repair can be kept, and begun anew', async () => {
  const dataDir = join(parent, 'beyond repair');
  await mkdir(dataDir);
  await writeFile(join(dataDir, 'dynamodb'), 'no directory');
  const error = await use(dataDir, readBack).catch((cause: unknown) => cause);
  const [, , , repair = '', title, move = ''] = (error as StartError).message.split('\n');
  await expect(paste(repair)).rejects.toThrow("can't be repaired: ");
  expect(title).toBe('To begin anew, and keep what is there elsewhere:');
  await paste(move);
  await mkdir(dataDir);
  expect(await use(dataDir, readBack)).not.toHaveProperty('Item');
  expect(await readFile(`${dataDir}.damaged/dynamodb`, 'utf8')).toBe('no directory');
});

test('damage that shows only when data is read ends npm start without a stack', async () => {
  const dataDir = await damage('table', /\.ldb$/, (path) => writeFile(path, 'x'.repeat(5000)));
  // The keys that belong to the store.
  await writeFile(join(dataDir, 'id-key'), 'A'.repeat(43));
  await writeFile(join(dataDir, 'kms.json'), '{"keys":[],"aliases":[]}');
  const started = startServer({ DATA_DIR: dataDir });
  await expect(started).rejects.toThrow(`The store in ${dataDir}/dynamodb can't be used:\n  Corruption: `);
  await expect(started).rejects.not.toThrow('node_modules');
});
