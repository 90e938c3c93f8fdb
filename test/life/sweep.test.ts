import { type AttributeValue, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { beforeEach, describe, expect, test } from 'vitest';
import { hashForLog } from '#domain/hashes.ts';
import { DynamoDbDueIndex } from '#dynamodb/due-index.ts';
import { countCalls } from '../support/calls.ts';
import { useClockedApi } from '../support/clock.ts';
import { emptyTables } from '../support/empty-tables.ts';
import { days, end, hours, itemOf, items, keep, minutes, sweep } from './support.ts';

const { api, start, setClock } = useClockedApi();

beforeEach(async () => {
  await emptyTables();
  setClock(start);
});

const set = (path: string, value: string) => api.ok('POST', path, { body: { attributes: { tier: value } } });
const nothing = {
  ended: 0,
  handled: 0,
  flushed: 0,
  removed: 0,
  shredded: 0,
  postponed: 0,
  gone: 0,
  failed: 0,
  overdueSeconds: 0,
};

describe('pending writes', () => {
  test('are flushed 60 minutes after the first, and not before', async () => {
    const made = await api.make();
    setClock(start + 30 * minutes);
    await set(made.flow(), 'gold');
    setClock(start + 80 * minutes);
    await api.ok('POST', made.flow(), { body: { attributes: { language: 'de' } } });
    setClock(start + 90 * minutes - 1000);
    await sweep(api);
    expect((await api.ok('GET', made.attributes())).body.attributes).toEqual({});
    setClock(start + 90 * minutes);
    expect(await sweep(api)).toMatchObject({ flushed: 1, failed: 0 });
    expect((await api.ok('GET', made.attributes())).body.attributes).toEqual({ tier: 'gold', language: 'de' });
    expect((await api.ok('POST', made.flush())).body).toMatchObject({ flushed: [], version: 2 });
  });

  test('of one execution are flushed when those of another have time', async () => {
    const made = await api.make();
    await set(made.flow('early'), 'early');
    setClock(start + 40 * minutes);
    await api.ok('POST', made.flow('late'), { body: { attributes: { language: 'de' } } });
    setClock(start + 60 * minutes);
    await sweep(api);
    expect((await api.ok('GET', made.attributes())).body.attributes).toEqual({ tier: 'early' });
    setClock(start + 100 * minutes);
    await sweep(api);
    expect((await api.ok('GET', made.attributes())).body.attributes).toEqual({ tier: 'early', language: 'de' });
  });

  test('of several executions are flushed in one run when all have had their time', async () => {
    const made = await api.make();
    for (const execution of ['one', 'two', 'three']) {
      await api.ok('POST', made.flow(execution), { body: { attributes: { [execution]: 'set' } } });
    }
    setClock(start + 60 * minutes);
    expect(await sweep(api)).toMatchObject({ flushed: 1 });
    const { attributes } = (await api.ok('GET', made.attributes())).body;
    expect(attributes).toEqual({ one: 'set', two: 'set', three: 'set' });
  });

  test('that were flushed in time are not brought back over a newer value', async () => {
    const made = await api.make();
    await set(made.flow(), 'mine');
    await api.ok('POST', made.flush());
    await api.ok('PATCH', made.attributes(), { body: { attributes: { tier: 'theirs' } } });
    setClock(start + 2 * hours);
    await sweep(api);
    expect((await api.ok('GET', made.attributes())).body.attributes).toEqual({ tier: 'theirs' });
  });
});

describe('a conversation', () => {
  test('that nobody writes to for 24 hours goes to wrap-up with its pending writes, and after 60 minutes more is handled', async () => {
    await keep(api, 'voice', ['tier']);
    const made = await api.make();
    await set(made.flow(), 'gold');
    setClock(start + 24 * hours);
    expect(await sweep(api)).toMatchObject({ ended: 1 });
    const { body } = await api.ok('GET', made.conversation);
    expect(body).toMatchObject({ state: 'wrapup', participants: [{ attributes: { tier: 'gold' } }] });
    setClock(start + 25 * hours - 1000);
    await sweep(api);
    expect((await api.ok('GET', made.conversation)).body).toMatchObject({ state: 'wrapup' });
    setClock(start + 25 * hours);
    expect(await sweep(api)).toMatchObject({ handled: 1 });
    expect((await api.ok('GET', `${made.conversation}/history`)).body.data).toEqual({ tier: 'gold' });
    expect((await api.ok('GET', made.conversation)).body).toMatchObject({ state: 'handled', participants: [] });
  });

  test.each(['handled', 'abandoned'])(
    'in %s is removed from the table two days after its retention is over, if DynamoDB has not done it by then',
    async (state) => {
      await keep(api, 'voice', ['tier'], 1);
      const made = await api.make({ data: { tier: 'gold' } });
      await end(api, made.conversation, state);
      const over = String((start + 1 * days) / 1000);
      setClock(start + 3 * days - 1000);
      await sweep(api);
      expect((await itemOf(made.id))?.timeToLive).toEqual({ N: over });
      setClock(start + 3 * days);
      await sweep(api);
      expect(await itemOf(made.id)).toBeUndefined();
    },
  );

  test('that is dealt with is not due again at once', async () => {
    await keep(api, 'voice', [], 1);
    const made = await api.make();
    const ended = await api.make();
    await end(api, ended.conversation, 'handled');
    await set(made.flow(), 'gold');
    for (const later of [1 * hours, 24 * hours, 25 * hours, 26 * days]) {
      setClock(start + later);
      await sweep(api);
      expect(await sweep(api), `${later / hours} hours later`).toMatchObject(nothing);
    }
    expect(await items()).toEqual([]);
  });
});

test('conversations in shards of an older version are written on, swept, and in the log', async () => {
  await keep(api, 'voice', ['tier']);
  const day = new Date(start).toISOString().slice(0, 10);
  const made = await Promise.all(Array.from({ length: 8 }, () => api.make()));
  for (const one of made) {
    const { pk = { S: '' } } = (await itemOf(one.id)) ?? {};
    const shard = (pk.S?.codePointAt(0) ?? 0) % 4;
    const old = { ':due': { S: `due#${shard}` }, ':day': { S: `${day}#${shard}` } };
    await change(pk, 'SET dueShard=:due, dayShard=:day', old);
    await set(one.flow(), 'gold');
  }
  setClock(start + 1 * hours);
  expect(await sweep(api)).toMatchObject({ flushed: 8 });
  setClock(start + 25 * hours);
  expect(await sweep(api)).toMatchObject({ ended: 8 });
  const log = JSON.parse((await api.ok('GET', '/api/v2/reports/contact-log')).text);
  const rows: readonly (readonly [string, object])[] = log.conversations.map((one: { id: string; data: object }) => [
    one.id,
    one.data,
  ]);
  expect(new Map(rows)).toEqual(new Map(made.map(({ id }) => [id, { tier: 'gold' }])));
});

describe('a poisoned conversation', () => {
  /** Makes a conversation with a pending write, and spoils its item. */
  const poison = async (attribute: string) => {
    const { id } = await begin();
    const { dynamodb, key, table } = await rawItem(id);
    const UpdateExpression = 'SET #attribute = :poison';
    const names = { ExpressionAttributeNames: { '#attribute': attribute } };
    const values = { ExpressionAttributeValues: { ':poison': { N: '7' } } };
    await dynamodb.send(new UpdateItemCommand({ TableName: table, Key: key, UpdateExpression, ...names, ...values }));
    return id;
  };
  const begin = async () => {
    const made = await api.make();
    await set(made.flow(), 'gold');
    return made;
  };

  test('stops no other, is counted in the metric, and is tried again after 10 minutes', async () => {
    const others = [await begin(), await begin()];
    const poisoned: string[] = [];
    for (const attribute of ['revision', 'w/ivr//tier', 'o/poison']) poisoned.push(await poison(attribute));
    others.push(await begin(), await begin());
    setClock(start + 1 * hours);
    const swept = await sweep(api);
    expect(swept).toMatchObject({ flushed: 4, failed: 3 });
    expect(JSON.stringify(swept)).toContain('{"Name":"failed","Unit":"Count"}');
    for (const made of others)
      expect((await api.ok('GET', made.attributes())).body.attributes).toEqual({ tier: 'gold' });
    const failed = api.logs.map((line) => JSON.parse(line)).filter(({ message }) => message === 'sweep failed');
    const hashes = poisoned.map((id) => hashForLog(process.env.ID_KEY ?? '', id));
    expect(failed.map(({ conversationHash }) => conversationHash).sort()).toEqual(hashes.sort());
    expect(poisoned.filter((id) => JSON.stringify(failed).includes(id))).toEqual([]);
    setClock(start + 1 * hours + 9 * minutes);
    expect(await sweep(api)).toMatchObject(nothing);
    setClock(start + 1 * hours + 10 * minutes);
    expect(await sweep(api)).toMatchObject({ failed: 3 });
  });
});

describe('what is due no more', () => {
  const dueNow = { ':due': { N: String(start / 1000) }, ':shard': { S: 'due#0' } };

  test('leaves the index at once where nothing can be due: it is not met again, and keeps its id taken', async () => {
    const made = await api.make();
    await api.ok('DELETE', made.conversation);
    const [left] = await items();
    await change(left?.pk ?? { S: '' }, 'SET due=:due, dueShard=:shard', dueNow);
    expect(await sweep(api)).toMatchObject({ ...nothing, gone: 1 });
    expect(await sweep(api)).toMatchObject(nothing);
    const again = { id: made.id, type: 'voice', participants: [{ purpose: 'customer' }] };
    expect((await api.send('POST', '/api/v2/conversations', { body: again })).status).toBe(409);
  });

  test('is forgotten by nobody while it is a conversation, or knows of a data key', async () => {
    const [live, secured] = [await api.make(), await api.make()];
    await api.ok('PATCH', `${secured.conversation}/secureattributes`, { body: { attributes: { pin: '1' } } });
    await change((await itemOf(secured.id))?.pk ?? { S: '' }, 'SET erasedKey=:key REMOVE id', { ':key': { S: 'one' } });
    const before = await items();
    const { storeOptions } = await import('#http/wiring/conversation-store.ts');
    for (const { pk } of before) await new DynamoDbDueIndex(storeOptions).forget({ key: pk?.S ?? '' });
    expect(await items()).toEqual(before);
    expect(before.map(({ due }) => due?.N)).not.toContain(undefined);
    expect(await itemOf(live.id)).toBeDefined();
  });

  test('is a failure, and put off, where the item was stored under another id key', async () => {
    const { id } = await api.make();
    const { dynamodb, table } = await storeOf();
    await dynamodb.send(
      new PutItemCommand({
        TableName: table,
        Item: { ...(await itemOf(id)), pk: { S: 'another' }, due: dueNow[':due'] },
      }),
    );
    expect(await sweep(api)).toMatchObject({ ...nothing, failed: 1 });
    expect(api.logs.findLast((line) => line.includes('sweep failed'))).toContain('another id key');
    expect(await sweep(api)).toMatchObject(nothing);
    setClock(start + 10 * minutes);
    expect(await sweep(api)).toMatchObject({ failed: 1 });
  });
});

describe('a run that has no time for all', () => {
  test('says for how long the oldest that it leaves was due, and the next one does the rest', async () => {
    // More than there are shards: each gives one.
    for (let count = 0; count < 40; count++) await api.make();
    setClock(start + 60 * minutes + 90_000);
    const { handler } = await import('../../lambdas/sweep.ts');
    await handler({}, { getRemainingTimeInMillis: () => 0 });
    const { postponed, overdueSeconds } = JSON.parse(
      api.logs.findLast((one) => one.includes('"message":"sweep"')) ?? '',
    );
    expect(postponed).toBeLessThan(40);
    expect(overdueSeconds).toBe(90);
    const swept = await sweep(api);
    expect(swept).toMatchObject({ postponed: 40 - postponed, overdueSeconds: 0 });
    expect(JSON.stringify(swept)).toContain('{"Name":"overdueSeconds","Unit":"Seconds"}');
  });
});

test('a look takes a conversation and its settings, and each thing that is done one write', async () => {
  const { documentClient } = await import('#http/wiring/document-client.ts');
  const calls = countCalls(documentClient);
  const commandsOf = async (later: number) => {
    setClock(start + later);
    const all = (await calls.during(() => sweep(api))).map(({ command }) => command);
    expect(all.filter((command) => command === 'Query')).toHaveLength(32);
    return all.filter((command) => command !== 'Query');
  };
  const made = await api.make();
  expect(await commandsOf(0)).toEqual([]);
  expect(await commandsOf(1 * hours), 'nothing to do').toEqual(['GetItem', 'GetItem', 'UpdateItem']);
  await set(made.flow(), 'gold');
  expect(await commandsOf(2 * hours), 'a flush').toEqual(['GetItem', 'GetItem', 'UpdateItem']);
  expect(await commandsOf(26 * hours), 'wrap-up').toEqual(['GetItem', 'GetItem', 'PutItem']);
  expect(await commandsOf(27 * hours), 'the end').toEqual(['GetItem', 'PutItem']);
  expect(await commandsOf(117 * days), 'a record that DynamoDB has not removed').toEqual(['GetItem', 'DeleteItem']);
});

test('runs that are each told a part do all of it together, and each only its own', async () => {
  const made = await Promise.all(Array.from({ length: 40 }, () => api.make()));
  setClock(start + 1 * hours);
  const { handler } = await import('../../lambdas/sweep.ts');
  const counts: number[] = [];
  for (const part of [0, 1, 2, 3]) {
    await handler({ part, of: 4 }, { getRemainingTimeInMillis: () => 60_000 });
    counts.push(JSON.parse(api.logs.findLast((one) => one.includes('"message":"sweep"')) ?? '').postponed);
  }
  expect(counts.reduce((sum, count) => sum + count)).toBe(made.length);
  expect(Math.max(...counts)).toBeLessThan(made.length);
  expect(await sweep(api)).toMatchObject(nothing);
});

/** Where the items are. */
async function storeOf() {
  const { storeOptions } = await import('#http/wiring/conversation-store.ts');
  return { dynamodb: storeOptions.client, table: storeOptions.table };
}

/** Where the item of a conversation is. */
async function rawItem(id: string) {
  const pk = (await itemOf(id))?.pk;
  if (!pk) throw new Error(`there is no item of ${id}`);
  return { ...(await storeOf()), key: { pk } };
}

async function change(pk: AttributeValue, UpdateExpression: string, values: Record<string, AttributeValue>) {
  const { dynamodb, table } = await storeOf();
  await dynamodb.send(
    new UpdateItemCommand({
      ...{ TableName: table, Key: { pk }, UpdateExpression },
      ExpressionAttributeValues: values,
    }),
  );
}
