import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { expect, test } from 'vitest';
import { DynamoDbConversationIndex } from '#dynamodb/conversation-index.ts';
import { DynamoDbDueIndex } from '#dynamodb/due-index.ts';
import { makeIndexKeys, makePartitionKey } from '#dynamodb/item-keys.ts';
import { newConversation } from '../support/fixtures.ts';
import { useTable } from '../support/table.ts';

const table = useTable();
const now = Date.parse('2026-11-30T12:00:00Z');

/** How many of 32,000 conversations are in each shard of an index. */
function countShards(index: 'dueShard' | 'dayShard', dayShards?: number): readonly number[] {
  const counts = new Map<string, number>();
  for (let number = 0; number < 32_000; number++) {
    const { [index]: shard = '' } = makeIndexKeys(makePartitionKey('key', `call-${number}`), now, dayShards);
    counts.set(shard, (counts.get(shard) ?? 0) + 1);
  }
  return [...counts.values()];
}

test.each([
  { index: 'dueShard', shards: 32 },
  { index: 'dayShard', shards: 4 },
  { index: 'dayShard', shards: 32 },
  { index: 'dayShard', shards: 20 },
] as const)('the $shards shards of $index have the same share of the conversations, but for chance', (one) => {
  const counts = countShards(one.index, one.index === 'dayShard' ? one.shards : undefined);
  expect(counts).toHaveLength(one.shards);
  const share = 32_000 / one.shards;
  // Four standard deviations.
  for (const count of counts) expect(Math.abs(count - share)).toBeLessThan(4 * Math.sqrt(share));
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
