import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { OperationId } from '#domain/operation-ids.ts';
import { DynamoDbConversationStore } from '#dynamodb/conversation-store.ts';
import { DynamoDbDueIndex } from '#dynamodb/due-index.ts';
import type { Item } from '#dynamodb/encode-item.ts';
import { encodeUpdate } from '#dynamodb/update.ts';
import { newConversation, newOperation } from '../support/fixtures.ts';
import { type TestTable, useTable } from '../support/table.ts';
import { canonical } from './canonical.ts';
import { memoryClient } from './memory-client.ts';
import { MemoryTables } from './memory-tables.ts';
import { updates } from './random-updates.ts';
import type { Request } from './requests.ts';

/** What came of a request: the item that it answers, or the name of the error. */
type Outcome = { readonly item?: unknown; readonly error?: string };

async function outcomeOf(answer: () => object | Promise<object>): Promise<Outcome> {
  try {
    const answered = await answer();
    if (answered instanceof Error) throw answered;
    const { Attributes, Item } = answered as { Attributes?: Item; Item?: Item };
    return { item: Attributes ?? Item };
  } catch (error) {
    return { error: error instanceof Error ? error.name : String(error) };
  }
}

/** Sends requests to the store and to tables in memory, and compares what comes of them. */
function twins(table: TestTable) {
  const memory = new MemoryTables();
  const seen = new Map<string, number>();
  const send = async (request: Request) => {
    const inMemory = await outcomeOf(() => memory.answer(request));
    const stored = await outcomeOf(() => table.client.send(renamed(request, table.name) as UpdateCommand));
    expect(canonical(inMemory), canonical(request.input)).toBe(canonical(stored));
    const kind = stored.error ?? 'applied';
    seen.set(kind, (seen.get(kind) ?? 0) + 1);
    return stored;
  };
  return { send, seen };
}

/** The same request to the table of these tests. */
function renamed(request: Request, TableName: string): Request {
  const place = { TableName };
  if (request instanceof GetCommand) return new GetCommand({ ...request.input, ...place });
  if (request instanceof PutCommand) return new PutCommand({ ...request.input, ...place });
  if (request instanceof DeleteCommand) return new DeleteCommand({ ...request.input, ...place });
  return new UpdateCommand({ ...request.input, ...place });
}

const place = { TableName: 'conversations' };

/** Compares the tables in memory with the store. @param runs sequences of ten updates; of other requests half as many */
export function testTwins(runs: number): void {
  const table = useTable();

  test(`the evaluator makes of ${runs * 10} random updates what the store makes of them`, async () => {
    const { send, seen } = twins(table);
    const Key = { pk: 'updates' };
    const base = await conversationItem();
    const property = fc.asyncProperty(fc.array(updates, { minLength: 10, maxLength: 10 }), async (sequence) => {
      await send(new PutCommand({ ...place, Item: { ...base, ...Key } }));
      for (const update of sequence) {
        await send(
          new UpdateCommand({
            ...place,
            Key,
            ...encodeUpdate(update, { ...Key, idKey: 'key' }),
            ReturnValues: 'ALL_NEW',
          }),
        );
      }
    });
    await fc.assert(property, { numRuns: runs });
    // A comparison in which nearly everything was refused would show nothing.
    expect(seen.get('applied')).toBeGreaterThan(runs * 1.5);
    expect(seen.get('ConditionalCheckFailedException')).toBeGreaterThan(runs * 0.8);
    expect(seen.get('ValidationException')).toBeGreaterThan(0);
  });

  test('the tables in memory answer the store whatever it does with a conversation', async () => {
    const { send, seen } = twins(table);
    const options = { table: place.TableName, idKey: 'key', now: () => 0 };
    const client = memoryClient(async (request) => {
      const { item, error } = await send(request);
      if (error) throw new ConditionalCheckFailedException({ message: error, $metadata: {} });
      return request instanceof GetCommand
        ? { Item: item }
        : { Attributes: item, ConsumedCapacity: { CapacityUnits: 2 } };
    });
    const store = new DynamoDbConversationStore({ ...options, client, compactIds: true });
    const index = new DynamoDbDueIndex({ ...options, client });
    const together = ['together-one', 'together-two'];
    const operations = together.map(
      (key, revision) => [key, { at: 0, fingerprint: '', revision, isCompact: true as const }] as const,
    );
    const made = { ...(await newConversation({ id: 'c-2' })), expires: 5, operations: new Map(operations) };
    const queue = (operation: OperationId) =>
      store.update(made.id, { operation, require: {}, changes: { queueId: 'sales' }, counters: {}, forget: [] });
    const acts = {
      create: () => store.create(made),
      replace: (revision: number) => store.replace({ ...made, revision: revision + 1 }, revision),
      withdraw: (revision: number) => store.withdrawEnd({ ...made, revision }),
      remove: (revision: number) => store.remove({ ...made, revision }),
      erase: (revision: number) => {
        const versions = [{ oneOf: [revision], by: 'if-match' as const }];
        const erased = revision > 1 ? { ...made, internalId: 'i' } : made;
        return store.erase(erased, newOperation(), versions);
      },
      erasedKeyRemoved: () => store.noteErasedKeyRemoved(store.itemKey(made.id)),
      forget: () => index.forget({ key: store.itemKey(made.id) }),
      putOff: (until: number) => index.postpone({ key: store.itemKey(made.id) }, until),
      read: () => store.read(made.id),
      update: () => queue(newOperation(0)),
      repeat: (number: number) => queue({ ...newOperation(0), key: together[number] ?? 'together-new' }),
      // Their time is over then: they are forgotten.
      later: () => queue(newOperation(120_000)),
    };
    const act = fc.tuple(
      fc.constantFrom(...(Object.keys(acts) as (keyof typeof acts)[])),
      fc.integer({ min: 1, max: 3 }),
    );
    const property = fc.asyncProperty(fc.array(act, { minLength: 10, maxLength: 20 }), async (sequence) => {
      await send(new PutCommand({ ...place, Item: { pk: store.itemKey(made.id), expires: -1, timeToLive: -1 } }));
      for (const [name, number] of sequence) await acts[name](number);
    });
    await fc.assert(property, { numRuns: runs / 2 });
    expect(seen.get('applied')).toBeGreaterThan(runs * 2);
    expect(seen.get('ConditionalCheckFailedException')).toBeGreaterThan(runs * 0.6);
  });
}

async function conversationItem(): Promise<Item> {
  let item: Item = {};
  const client = memoryClient(async (request) => {
    if (request instanceof PutCommand) item = request.input.Item ?? {};
    return {};
  });
  const store = new DynamoDbConversationStore({ client, table: place.TableName, idKey: 'key', now: () => 0 });
  await store.create(await newConversation({ id: 'c-1', externalId: 'e-1' }));
  return { ...item, saved: {} };
}
