import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TableName } from '#contract/contract.ts';
import { jobs } from '#contract/jobs.ts';
import { operations } from '#contract/operations.ts';
import { tables } from '#tables';
import { provokeFailures, waitForKms, waitForStore } from './failures.ts';
import { provokeRefusals } from './refusals.ts';
import { ordinary, useRoutes } from './routes.ts';
import { formsOf, hits } from './search.ts';
import { startWorld, type World } from './world.ts';

let world: World;
/** Every item of every table, binary values as they are. */
let items: readonly object[];
let log: string;

beforeAll(async () => {
  world = await startWorld();
  const waits = Promise.all([waitForKms(world), waitForStore(world)]);
  await useRoutes(world);
  await provokeRefusals(world);
  await waits;
  await provokeFailures(world);
  items = (await Promise.all((Object.keys(tables) as TableName[]).map((table) => world.raw.all(table)))).flat();
  await world.close();
  log = world.server.output();
});

afterAll(() => rm(world.dataDir, { recursive: true, force: true }));

/** Where something secret stands in a file of the data directory. */
async function hitsInFiles(text: string): Promise<readonly string[]> {
  const files = await readdir(world.dataDir, { recursive: true, withFileTypes: true });
  const found = files
    .filter((file) => file.isFile())
    .map(async (file) => {
      const path = join(file.parentPath, file.name);
      return hits(text, path, await readFile(path));
    });
  return (await Promise.all(found)).flat();
}

/** An item as bytes: names, texts and binary values one after the other. */
function bytesOf(value: unknown): Buffer {
  if (value instanceof Uint8Array) return Buffer.from(value);
  if (value instanceof Set) return bytesOf([...value]);
  if (typeof value === 'object' && value !== null) return Buffer.concat(Object.entries(value).flat().map(bytesOf));
  return Buffer.from(String(value));
}

test('the run uses every operation, and each request is answered as it is meant to be', () => {
  expect(world.surprises).toEqual([]);
  const seen = new Set(log.match(/(?<="operation":")[^"]+/g));
  for (const { operation } of [...operations, ...jobs]) expect(seen).toContain(operation);
  const statuses = new Set(world.exchanges.map(({ status }) => status));
  for (const status of [400, 401, 403, 404, 405, 409, 412, 413, 415, 422, 500, 503]) expect(statuses).toContain(status);
  expect(log).toContain('"level":"DEBUG"');
  expect(log).toContain('"level":"ERROR"');
  expect(log).toContain('CloudWatchMetrics');
});

test('something secret is in no file of the data directory, in whatever form', async () => {
  expect(await hitsInFiles(world.mark)).toEqual([]);
  // The same search finds an ordinary value, and something secret where there is some.
  expect((await hitsInFiles(ordinary)).length).toBeGreaterThan(0);
  await writeFile(join(world.dataDir, 'leak'), `{"B":"${Buffer.from(`"${world.mark}"`).toString('base64')}"}`);
  expect(await hitsInFiles(world.mark)).toContainEqual(expect.stringContaining('leak: base64 shifted by 1'));
});

test('something secret is in no item of a table, nor in any request to DynamoDB or KMS', () => {
  expect(items.flatMap((item) => hits(world.mark, 'item', bytesOf(item)))).toEqual([]);
  expect(items.flatMap((item) => hits(ordinary, 'item', bytesOf(item))).length).toBeGreaterThan(0);
  const envelopes = items.flatMap((item) => Object.keys(item).filter((name) => /^[sx]\//.test(name)));
  expect(envelopes.length).toBeGreaterThan(3);
  const requests = [...world.toStore, ...world.toKms].map((text) => Buffer.from(text));
  expect(requests.flatMap((bytes) => hits(world.mark, 'request', bytes))).toEqual([]);
  expect(requests.flatMap((bytes) => hits(ordinary, 'request', bytes)).length).toBeGreaterThan(0);
});

test('something secret is in no line that the server has written: no log, metric or error', () => {
  expect(hits(world.mark, 'output', Buffer.from(log))).toEqual([]);
  // Nor is an ordinary value.
  expect(hits(ordinary, 'output', Buffer.from(log))).toEqual([]);
});

test('something secret is in no answer but those that are meant to show it', () => {
  const [showing, others] = [true, undefined].map((shows) => world.exchanges.filter((one) => one.shows === shows));
  const found = others?.flatMap(({ method, path, status, answer }) =>
    hits(world.mark, `${method} ${path} ${status}`, Buffer.from(answer)),
  );
  expect(found).toEqual([]);
  expect(others?.length).toBeGreaterThan(200);
  expect(showing?.length).toBeGreaterThan(5);
  for (const { answer, method, path } of showing ?? []) expect(answer, `${method} ${path}`).toContain(world.mark);
});

test('KMS is told nothing of a conversation but its internal id', () => {
  expect(world.toKms.length).toBeGreaterThan(10);
  for (const text of world.toKms) {
    expect(JSON.parse(text)).toMatchObject({
      EncryptionContext: { application: 'conversation-attributes', internalId: expect.any(String) },
    });
    expect(Object.keys(JSON.parse(text).EncryptionContext)).toHaveLength(2);
  }
  const ids = items.flatMap((item) => ('id' in item ? [String(item.id)] : []));
  expect(ids.length).toBeGreaterThan(10);
  for (const id of ids) expect(world.toKms.join('\n')).not.toContain(id);
});

test('the search finds a text in every form, wherever it stands', () => {
  const text = 'cnry0123456789abcdef';
  for (const before of ['', 'a', 'ab', 'abc']) {
    const bytes = Buffer.from(`${before}${text}, and more`);
    const shown = ['base64', 'base64url', 'hex', 'latin1'] as const;
    for (const encoding of shown) {
      expect(hits(text, 'x', Buffer.from(bytes.toString(encoding))).length, encoding).toBeGreaterThan(0);
    }
    expect(hits(text, 'x', Buffer.from(`${before}${text}`, 'utf16le')).length).toBeGreaterThan(0);
    expect(hits(text, 'x', Buffer.from(bytes.toString('hex').toUpperCase())).length).toBeGreaterThan(0);
  }
  expect(formsOf(text).size).toBe(10);
  expect(hits(text, 'x', Buffer.from(text.slice(1)))).toEqual([]);
});
