import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { expect, test } from 'vitest';
import type { FindFilter } from '#domain/find.ts';
import { type Sweeping, sweep } from '#domain/operations/sweep.ts';
import { defaultLeases, defaultSettings } from '#domain/settings.ts';
import { DynamoDbConversationIndex } from '#dynamodb/conversation-index.ts';
import type { StoreOptions } from '#dynamodb/conversation-store.ts';
import { tables } from '#tables';
import { newConversation, newOperation } from '../support/fixtures.ts';
import { useTable } from '../support/table.ts';
import { blind } from './blind-updates.ts';

const { conversations } = tables;
const { due, byDay } = conversations.indexes;
const old = useTable({ ...conversations, indexes: { ...(due && { due }), ...(byDay && { byDay }) } });
const current = useTable();

const start = Date.UTC(2026, 5, 15, 12);
const hour = 60 * 60 * 1000;

const address = 'tel:+4930123456';
const found = {
  queueId: 'sales',
  operation: newOperation(start),
  participants: [
    {
      id: 'caller',
      purpose: 'customer',
      externalId: 'crm-1',
      addresses: [{ type: 'tel', uri: address }],
      attributes: new Map(),
    },
  ],
};

/** Each way in which it can be found. */
const filters: readonly FindFilter[] = [
  { address },
  { externalId: 'crm-1' },
  { states: ['active'], queueId: 'sales' },
  { states: ['active', 'wrapup'] },
];

/** The ids that each of them finds. */
async function findAll(options: StoreOptions) {
  const index = new DynamoDbConversationIndex(options);
  const query = { from: start - hour, to: start + hour, limit: 10, maxBytes: 1e9, sizeOf: () => 1 };
  const pages = await Promise.all(filters.map((filter) => index.find({ ...query, filter })));
  return pages.map((page) => page.conversations.map(({ id }) => id));
}

test('in a table of 0.1.0, which lacks the newer indexes, conversations are found as before', async () => {
  const conversation = await newConversation(found);
  await old.store().create(conversation);
  await old
    .store()
    .create(await newConversation({ operation: newOperation(start + 1), type: 'task', participants: [] }));
  const [byAddress, byExternalId, ofQueue, live] = await findAll(old.options());
  expect([byAddress, byExternalId, ofQueue]).toEqual(filters.slice(1).map(() => [conversation.id]));
  expect(live).toHaveLength(2);
});

test('in such a table no value of an attribute is looked for: the search is refused, and says what is missing', async () => {
  const value = { name: 'customerId', index: 1, by: 'equals' as const, text: '4711' };
  const query = { from: start - hour, to: start + hour, limit: 10, maxBytes: 1e9, sizeOf: () => 1 };
  const search = new DynamoDbConversationIndex(old.options()).find({ ...query, filter: { value } });
  await expect(search).rejects.toThrow(/"attribute": .*no index of its values yet.*newIndexes/);
});

test('a conversation of 0.1.0 is read and written on, and gets into the newer indexes when the sweeper looks at it', async () => {
  const { client, name } = current;
  const store = current.store(() => start);
  const conversation = await newConversation(found);
  await store.create(conversation);
  const without = 'REMOVE liveShard, find1, find2, find3';
  await client.send(
    new UpdateCommand({ TableName: name, Key: { pk: store.itemKey(conversation.id) }, UpdateExpression: without }),
  );
  expect(await store.read(conversation.id)).toEqual(conversation);
  expect(await findAll(current.options(() => start))).toEqual(filters.map(() => []));
  const patch = blind({ queueId: 'sales', attributes: [] }, { states: ['active', 'wrapup'] });
  expect(await store.update(conversation.id, patch)).toMatchObject({ applied: true });

  const sweeping: Sweeping = {
    settings: { readChannelType: async () => defaultSettings, readWebChannel: async () => ({}) },
    rules: async () => ({ nameOf: (name: string) => name, retentionOf: () => undefined, searchable: [] }),
    leases: defaultLeases,
    dataKeys: { shred: async () => undefined },
    operation: () => newOperation(start + 2 * hour),
  };
  const entry = { key: store.itemKey(conversation.id), id: conversation.id };
  expect(await sweep(store, sweeping, entry)).toBe('postponed');
  expect(await findAll(current.options(() => start))).toEqual(filters.map(() => [conversation.id]));
});
