import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Conversation } from '#domain/conversation.ts';
import { addCounters } from '#domain/counters.ts';
import { findDuplicate } from '#domain/execute.ts';
import { type AppliedOperation, type OperationId, recordOperation } from '#domain/operation-ids.ts';
import { compactKey, decodeCompact, encodeCompact } from '#dynamodb/compact-ids.ts';
import { DynamoDbConversationStore } from '#dynamodb/conversation-store.ts';
import { newConversation, newOperation } from '../support/fixtures.ts';
import { useTable } from '../support/table.ts';
import { ofCustomer } from './blind-updates.ts';

const table = useTable();
const start = Date.UTC(2026, 5, 15, 12);

/** Stores of two releases, or of two deployments, over one table. */
const plain = () => table.store(() => start);
const compacting = () => new DynamoDbConversationStore({ ...table.options(() => start), compactIds: true });

const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'];
const word = (length: number) =>
  fc.array(fc.constantFrom(...letters), { minLength: length, maxLength: length }).map((all) => all.join(''));

const applied = fc.record({
  at: fc.integer({ min: 1_700_000_000, max: 5_000_000_000 }),
  revision: fc.nat(3_000_000_000),
  fingerprint: fc.oneof(fc.constantFrom('', '*'), word(8)),
});

describe('operation ids that are kept together', () => {
  test('are read as they were, with the first 30 bits of their fingerprints, however often they are written', () => {
    const entries = fc.uniqueArray(fc.tuple(word(12), applied), { selector: ([key]) => key, minLength: 1 });
    fc.assert(
      fc.property(entries, (some) => {
        const expected = some.map(([key, one]) => {
          return [key, { ...one, fingerprint: one.fingerprint.slice(0, 5), isCompact: true }] as const;
        });
        const read = decodeCompact(encodeCompact(some));
        expect(new Map(read)).toEqual(new Map(expected));
        expect(encodeCompact(read)).toEqual(encodeCompact(some));
      }),
    );
  });

  test('have keys of 11 characters, in which no two are the same; what no request makes has none', () => {
    expect(compactKey('____________')).toHaveLength(11);
    expect(new Set(['AAAAAAAAAAAA', 'AAAAAAAAAAAB', 'BAAAAAAAAAAA'].map(compactKey)).size).toBe(3);
    for (const key of ['', 'short', 'operation-1!', 'AAAAAAAAAAAAA']) expect(compactKey(key)).toBeUndefined();
  });

  test('of a version that is not known are not taken for none', () => {
    const item = encodeCompact([['AAAAAAAAAAAA', { at: 1, revision: 1, fingerprint: '' }]]);
    const next = { ...item, idStamps: Uint8Array.of(2, 1, 1, 0, 0) };
    expect(() => decodeCompact(next)).toThrow('operation ids have version 2; this release knows 1');
  });
});

/** Writes one after another, a tenth of a second apart. */
async function write(store: DynamoDbConversationStore, id: string, count: number): Promise<readonly OperationId[]> {
  const operations = Array.from({ length: count }, (_, number) => newOperation(start + number * 100));
  for (const operation of operations) {
    const update = addCounters({ operation, require: {}, changes: ofCustomer({ tier: 'gold' }) });
    expect(await store.update(id, update)).toMatchObject({ applied: true });
  }
  return operations;
}

/** Whether a repeat is told from a new request, and what is known of the first. */
async function repeat(store: DynamoDbConversationStore, id: string, operation: OperationId) {
  const update = addCounters({ operation, require: {}, changes: ofCustomer({ tier: 'silver' }) });
  const outcome = await store.update(id, update);
  return { applied: outcome.applied, earlier: outcome.conversation && findDuplicate(outcome.conversation, operation) };
}

const itemOf = async (id: string) => {
  const { Item = {} } = await table.client.send(
    new GetCommand({ TableName: table.name, Key: { pk: plain().itemKey(id) } }),
  );
  return Item;
};

const looseIn = (item: Record<string, unknown>) => Object.keys(item).filter((name) => name.startsWith('o/')).length;

async function made(operations: Conversation['operations'] = new Map()): Promise<Conversation> {
  const conversation = { ...(await newConversation({ operation: newOperation(start) })), operations };
  const whole = { ...conversation, revision: operations.size };
  await plain().create(whole);
  return whole;
}

describe('an item in which every operation id is an entry', () => {
  test('is read and written on, its ids are kept together, and each request that was applied before is known with its revision', async () => {
    const { id } = await made();
    const old = await write(plain(), id, 30);
    expect(await itemOf(id)).not.toHaveProperty('ids');
    const since = await write(compacting(), id, 12);
    const item = await itemOf(id);
    expect(item.ids).toBeInstanceOf(Set);
    expect(looseIn(item)).toBeLessThan(12);
    expect(item.operations).toBe(looseIn(item) + (item.ids as Set<string>).size);
    for (const [number, operation] of [...old, ...since].entries()) {
      for (const store of [plain(), compacting()]) {
        const known = { applied: false, earlier: { revision: number } };
        expect(await repeat(store, id, operation)).toMatchObject(known);
      }
    }
    const other = { ...(old[0] ?? newOperation()), fingerprint: 'another1' };
    await expect(repeat(compacting(), id, other)).rejects.toMatchObject({ code: 'idempotency-key-reused' });
  });

  test('of the release before, as it stands in its tables, is known as well', async () => {
    const { id } = await made();
    const stamp = `${(start / 1000).toString(36)}:`;
    const entries = Array.from({ length: 40 }, (_, number) => [
      `o/of-release-${letters[number]}`,
      number % 2 ? [`${stamp}its-body`, number] : [stamp, number],
    ]);
    const item = { ...(await itemOf(id)), ...Object.fromEntries(entries), revision: [40], operations: 40 };
    await table.client.send(new PutCommand({ TableName: table.name, Item: item }));
    await write(compacting(), id, 8);
    expect(looseIn(await itemOf(id))).toBeLessThan(8);
    const operation = { ...newOperation(start), key: 'of-release-B' };
    expect(await repeat(plain(), id, operation)).toMatchObject({ applied: false, earlier: { revision: 1 } });
  });
});

describe('an item in which operation ids are kept together', () => {
  test('is written on by a function that keeps none together: it knows them, and forgets them when their time is over', async () => {
    const { id } = await made();
    const old = await write(compacting(), id, 40);
    const others = await write(plain(), id, 20);
    for (const operation of [...old, ...others])
      expect(await repeat(plain(), id, operation)).toMatchObject({ applied: false });
    const day = 25 * 60 * 60 * 1000;
    const late = addCounters({ operation: newOperation(start + day), require: {}, changes: ofCustomer({ a: 1 }) });
    const { conversation } = await table.store(() => start + day).update(id, late);
    expect(conversation?.operations.size).toBe(61);
    const item = await itemOf(id);
    expect(item).not.toHaveProperty('ids');
    expect(item).not.toHaveProperty('idStamps');
    expect([item.operations, looseIn(item)]).toEqual([1, 1]);
  });

  test('keeps them when it is replaced whole', async () => {
    const { id } = await made();
    const [first = newOperation()] = await write(compacting(), id, 40);
    const known = (await plain().read(id)) as Conversation;
    expect(await plain().replace(recordOperation(known, newOperation(start)), known.revision)).toMatchObject({
      applied: true,
    });
    expect((await itemOf(id)).ids).toBeInstanceOf(Set);
    expect(await repeat(plain(), id, first)).toMatchObject({ applied: false, earlier: { revision: 0 } });
  });

  test('and that has no room for another forgets those whose time is over, and the write succeeds at its next attempt', async () => {
    const together = Array.from({ length: 384 }, (_, number): readonly [string, AppliedOperation] => {
      const key = Buffer.from([...Array(7).fill(1), number >> 8, number & 255]).toString('base64url');
      return [key, { at: start / 1000 - 120, fingerprint: '', revision: number, isCompact: true }];
    });
    const { id } = await made(new Map(together));
    const update = addCounters({ operation: newOperation(start), require: {}, changes: ofCustomer({ a: 1 }) });
    expect((await plain().update(id, update)).applied).toBe(false);
    expect((await plain().update(id, update)).applied).toBe(true);
    expect((await itemOf(id)).operations).toBe(1);
  });

  test('is not made while its ids do not take a second write unit', async () => {
    const { id } = await made();
    await write(compacting(), id, 12);
    expect(await itemOf(id)).not.toHaveProperty('ids');
  });

  test('of a version that is not known is neither read nor written', async () => {
    const { id } = await made();
    await write(compacting(), id, 40);
    const next = { Key: { pk: plain().itemKey(id) }, UpdateExpression: 'SET idStamps = :next' };
    await table.client.send(
      new UpdateCommand({ TableName: table.name, ...next, ExpressionAttributeValues: { ':next': Uint8Array.of(2) } }),
    );
    await expect(compacting().read(id)).rejects.toThrow('operation ids have version 2');
  });
});
