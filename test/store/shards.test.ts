import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { expect, test } from 'vitest';
import { DynamoDbConversationIndex } from '#dynamodb/conversation-index.ts';
import { DynamoDbConversationStore } from '#dynamodb/conversation-store.ts';
import { DynamoDbDueIndex } from '#dynamodb/due-index.ts';
import { makeIndexKeys, makePartitionKey } from '#dynamodb/item-keys.ts';
import { listLiveShards, listQueueShards, makeLiveKey } from '#dynamodb/search-keys.ts';
import { newConversation } from '../support/fixtures.ts';
import { useTable } from '../support/table.ts';

const table = useTable();
const liveTable = useTable();
const now = Date.parse('2026-11-30T12:00:00Z');

const count = 8_000;
const partitionKeys = Array.from({ length: count }, (_, number) => makePartitionKey('key', `call-${number}`));

/** How many conversations are in each shard of an index. @param keysOf gives the keys of an item */
function countShards(index: string, keysOf: (pk: string) => Readonly<Record<string, string>>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const pk of partitionKeys) {
    const { [index]: shard = '' } = keysOf(pk);
    counts.set(shard, (counts.get(shard) ?? 0) + 1);
  }
  return counts;
}

function expectEven(counts: Map<string, number>, shards: number): void {
  expect(counts.size).toBe(shards);
  const share = count / shards;
  // Four standard deviations.
  for (const found of counts.values()) expect(Math.abs(found - share)).toBeLessThan(4 * Math.sqrt(share));
}

test.each([
  { index: 'dueShard', shards: 32 },
  { index: 'dayShard', shards: 4 },
  { index: 'dayShard', shards: 32 },
  { index: 'dayShard', shards: 20 },
] as const)('the $shards shards of $index have the same share of the conversations, but for chance', (one) => {
  const dayShards = one.index === 'dayShard' ? one.shards : undefined;
  expectEven(
    countShards(one.index, (pk) => makeIndexKeys(pk, now, dayShards)),
    one.shards,
  );
});

test.each([
  { dayShards: undefined, ofAll: 8, ofQueue: 1 },
  { dayShards: 4, ofAll: 8, ofQueue: 1 },
  { dayShards: 16, ofAll: 32, ofQueue: 4 },
  { dayShards: 64, ofAll: 128, ofQueue: 16 },
])(
  'with $dayShards shards of a day what is live has $ofAll, and a call queue $ofQueue of them, with the same share each',
  (one) => {
    const { dayShards } = one;
    const all = countShards('liveShard', (pk) => makeLiveKey({ pk, dayShards }, undefined));
    expectEven(all, one.ofAll);
    expect([...all.keys()].toSorted()).toEqual(listLiveShards(dayShards).toSorted());
    const ofQueue = countShards('liveShard', (pk) => makeLiveKey({ pk, dayShards }, 'sales'));
    expectEven(ofQueue, one.ofQueue);
    expect([...ofQueue.keys()].toSorted()).toEqual(listQueueShards('sales', dayShards).toSorted());
  },
);

test('what is live is listed whole, and by its call queue, after the shards have grown, also what was written before', async () => {
  const made = new Map<string, string | undefined>();
  for (let number = 0; number < 48; number++) {
    const queueId = [undefined, 'sales', 'support'][number % 3];
    const conversation = { ...(await newConversation({ id: `live-${number}`, queueId })), startTime: now + number };
    const store = new DynamoDbConversationStore({ ...liveTable.options(() => now), dayShards: number < 24 ? 4 : 16 });
    await store.create(conversation);
    made.set(conversation.id, queueId);
  }
  const index = new DynamoDbConversationIndex({ ...liveTable.options(() => now), dayShards: 16 });
  const query = { from: now, to: now + 1_000, limit: 100, maxBytes: 1e6, sizeOf: () => 1 };
  const find = async (queue: object) => {
    const { conversations } = await index.find({ ...query, filter: { states: ['active'], ...queue } });
    return conversations.map(({ id }) => id);
  };
  const newest = [...made.keys()].toReversed();
  expect(await find({})).toEqual(newest);
  expect(await find({ queueId: 'sales' })).toEqual(newest.filter((id) => made.get(id) === 'sales'));
  expect(await find({ queueIds: ['sales', 'support'] })).toEqual(newest.filter((id) => made.get(id) !== undefined));
});

test('lists and the sweeper find what was written under fewer shards, and what is under more', async () => {
  const options = { client: table.client, table: table.name, idKey: 'k'.repeat(43), now: () => now };
  const made: string[] = [];
  for (let number = 0; number < 64; number++) {
    const conversation = { ...(await newConversation({ id: `call-${number}` })), startTime: now - number * 1000 };
    await table.store(() => now).create({ ...conversation, due: now / 1000 });
    made.push(conversation.id);
    if (number % 2 === 1) continue;
    // As an older version chose them, by one character of the key.
    const pk = makePartitionKey(options.idKey, conversation.id);
    const old = (pk.codePointAt(0) ?? 0) % 4;
    await table.client.send(
      new UpdateCommand({
        TableName: table.name,
        Key: { pk },
        UpdateExpression: 'SET dueShard=:due, dayShard=:day',
        ExpressionAttributeValues: { ':due': `due#${old}`, ':day': `2026-11-30#${old}` },
      }),
    );
  }
  const query = { filter: {}, from: now - 3_600_000, to: now + 1, limit: 100, maxBytes: 1e6, sizeOf: () => 1 };
  for (const dayShards of [4, 32]) {
    const { conversations } = await new DynamoDbConversationIndex({ ...options, dayShards }).find(query);
    expect(conversations.map(({ id }) => id)).toEqual(made);
  }
  const index = new DynamoDbDueIndex(options);
  const due: string[] = [];
  for (let shard = 0; shard < index.shards; shard++) {
    for await (const page of index.listDue(shard, now)) due.push(...page.map(({ id = '' }) => id));
  }
  expect(due.toSorted()).toEqual(made.toSorted());
});
