import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, test } from 'vitest';
import type { Conversation } from '#domain/conversation.ts';
import type { FindFilter } from '#domain/find.ts';
import { describeFoundBy } from '#domain/found-by.ts';
import { omitUndefined } from '#domain/omit-undefined.ts';
import { DynamoDbConversationIndex } from '#dynamodb/conversation-index.ts';
import { encodeConversation } from '#dynamodb/encode-item.ts';
import { makeIndexKeys } from '#dynamodb/item-keys.ts';
import { makeSearchKeys, makeValueKeys } from '#dynamodb/search-keys.ts';
import { countCalls } from '../support/calls.ts';
import { attributes, newConversation, newOperation } from '../support/fixtures.ts';
import { useTable } from '../support/table.ts';

const hour = 60 * 60 * 1000;
const day = 24 * hour;
const to = Date.UTC(2026, 5, 15);

/**
 * What finds of a week take: of so many conversations one in fifty is live, in one of ten call queues, and one in a hundred
 * of these has more to be found by than there are indexes.
 */
export function searchUnitsTests(count: number): void {
  const table = useTable();

  const customerOf = (number: number) => `customer-${String(number % (count / 10)).padStart(6, '0')}`;
  const liveOf = (number: number) =>
    Array.from({ length: 10 }, (_, time) => (number % (count / 10)) + (time * count) / 10)
      .filter((one) => one % 50 === 0)
      .map((one) => `c-${one}`);

  async function conversation(number: number): Promise<Conversation> {
    const at = to - 1 - Math.floor((number * 7 * day) / count);
    const isLive = number % 50 === 0;
    const made = await newConversation({
      id: `c-${number}`,
      operation: newOperation(at),
      queueId: `queue-${number % 500}`,
      // A customer calls ten times.
      data: attributes({ customerId: customerOf(number) }),
      participants: [
        {
          ...{ id: 'customer-1', purpose: 'customer', attributes: new Map() },
          addresses: [{ type: 'phone', uri: `tel:${number}` }],
        },
        ...Array.from({ length: number % 5_000 === 0 ? 3 : 0 }, (_, other) => ({
          ...{ purpose: 'agent', externalId: `agent-${number}-${other}`, addresses: [], attributes: new Map() },
        })),
      ],
    });
    return isLive
      ? made
      : {
          ...{ ...made, state: 'handled', endTime: at, participants: [], expires: to / 1000 + 90 * 86_400 },
          saved: made.data,
          data: new Map(),
        };
  }

  function itemOf(made: Conversation): Record<string, unknown> {
    const { idKey } = table.options();
    const pk = table.store().itemKey(made.id);
    const values = makeValueKeys({ pk, idKey }, describeFoundBy(made, [['customerId', 1]]));
    const keys = {
      ...makeIndexKeys(pk, made.startTime),
      ...makeSearchKeys({ pk, idKey }, made),
      ...omitUndefined(values),
    };
    return { ...encodeConversation(made), pk, ...keys };
  }

  async function load(): Promise<void> {
    for (let first = 0; first < count; first += 25) {
      const made = await Promise.all(Array.from({ length: 25 }, (_, at) => conversation(first + at)));
      const puts = made.map((one) => ({ PutRequest: { Item: itemOf(one) } }));
      await table.client.send(new BatchWriteCommand({ RequestItems: { [table.name]: puts } }));
    }
  }

  /** The ids that a find gives, and what it took. */
  async function find(filter: FindFilter, limit = 100) {
    const { client, ...options } = table.options(() => to);
    const calls = countCalls(client);
    const index = new DynamoDbConversationIndex({ client, ...options });
    const query = { filter, from: to - 7 * day, to, limit, maxBytes: 1e9, sizeOf: () => 1 };
    const { conversations } = await index.find(query);
    client.middlewareStack.remove('countCalls');
    const sum = (numbers: readonly (number | undefined)[]) => numbers.reduce<number>((all, one) => all + (one ?? 0), 0);
    return {
      ids: conversations.map(({ id }) => id),
      queries: calls.all.filter(({ command }) => command === 'Query').length,
      reads: calls.all.filter(({ command }) => command === 'GetItem').length,
      units: sum(calls.all.map(({ allUnits }) => allUnits)),
    };
  }

  describe(`of ${count} conversations`, () => {
    test('one is found by an address with four queries and one read, for 4 units at most', {
      timeout: 1_800_000,
    }, async () => {
      await load();
      const { units, ...found } = await find({ address: 'tel:150' });
      expect(found).toEqual({ ids: ['c-150'], queries: 4, reads: 1 });
      expect(units).toBeLessThanOrEqual(4);
    });

    test('so is one with more to be found by than there are indexes', async () => {
      const { ids, queries, reads } = await find({ externalId: 'agent-0-2' });
      expect({ ids, queries, reads }).toEqual({ ids: ['c-0'], queries: 4, reads: 1 });
      const first = await find({ address: 'tel:0' });
      expect(first).toMatchObject({ ids: ['c-0'], queries: 4, reads: 1 });
    });

    test('the ten of one customer are found by its number with two queries and a read for each, and its live ones with one query', async () => {
      const value = { name: 'customerId', index: 1, by: 'equals' as const, text: customerOf(150) };
      const ids = Array.from({ length: 10 }, (_, time) => `c-${(150 % (count / 10)) + (time * count) / 10}`);
      const { units, ...found } = await find({ value });
      expect(found).toEqual({ ids, queries: 2, reads: 10 });
      expect(units).toBeLessThanOrEqual(11);
      const live = await find({ value: { ...value, text: customerOf(100) }, states: ['active', 'wrapup'] });
      expect(live).toEqual({
        ids: liveOf(100),
        queries: 1,
        reads: liveOf(100).length,
        units: 0.5 + liveOf(100).length,
      });
    });

    test('those of customers whose numbers begin alike are found with two queries, by reading no other', async () => {
      const text = customerOf(150).slice(0, -1);
      const { ids, queries, reads } = await find({ value: { name: 'customerId', index: 1, by: 'startsWith', text } });
      expect(ids.length).toBe(100);
      expect([queries, reads]).toEqual([2, 100]);
    });

    test('those of a call queue are found by reading one shard of the live ones', async () => {
      const { ids, queries, units } = await find({ states: ['active'], queueId: 'queue-150' });
      expect(ids.length).toBe(Math.min(count / 500, 100));
      expect(ids.every((id) => Number(id.slice(2)) % 500 === 150)).toBe(true);
      expect(queries).toBeLessThanOrEqual(Math.ceil(count / 50 / 25));
      expect(units).toBeLessThanOrEqual(Math.max(1, count / 50 / 16));
    });

    test('a page of the live ones reads no others', async () => {
      const { ids, units } = await find({ states: ['active', 'wrapup'] }, 20);
      expect(ids).toEqual(Array.from({ length: 20 }, (_, number) => `c-${number * 50}`));
      expect(units).toBeLessThanOrEqual(16);
    });
  });
}
