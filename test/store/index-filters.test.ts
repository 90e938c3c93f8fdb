import { expect, test } from 'vitest';
import type { FindFilter } from '#domain/find.ts';
import { DynamoDbConversationIndex } from '#dynamodb/conversation-index.ts';
import { tables } from '#tables';
import { useTable } from '../support/table.ts';

const table = useTable();
const { indexes, partitionKey } = tables.conversations;

const filters: readonly FindFilter[] = [
  {},
  { states: ['active'] },
  { states: ['wrapup'], queueId: 'sales', types: ['voice'] },
  { states: ['handled'], queueIds: ['sales'] },
  { address: 'tel:1', states: ['active'], types: ['voice'], queueId: 'sales' },
  { externalId: 'crm-1', queueIds: ['sales', 'support'] },
  { value: { name: 'tier', index: 1, by: 'equals', text: 'gold' }, states: ['active'], queueId: 'sales' },
  { value: { name: 'tier', index: 5, by: 'startsWith', text: 'gold' }, types: ['voice'] },
];

interface Query {
  readonly IndexName: string;
  readonly FilterExpression?: string;
  readonly ExpressionAttributeNames: Readonly<Record<string, string>>;
}

test.for(filters)(
  'a search by %j filters an index by nothing that it does not have: DynamoDB refuses that, and the embedded store does not',
  async (filter) => {
    const { client, ...options } = table.options();
    const queries: Query[] = [];
    client.middlewareStack.add(
      (next) => (args) => {
        queries.push(args.input as unknown as Query);
        return next(args);
      },
      { step: 'initialize', name: 'collectQueries' },
    );
    const period = { from: Date.UTC(2026, 5, 15), to: Date.UTC(2026, 5, 16) };
    const conversations = new DynamoDbConversationIndex({ client, ...options });
    await conversations.find({ filter, ...period, limit: 10, maxBytes: 1e6, sizeOf: () => 1 });
    client.middlewareStack.remove('collectQueries');
    expect(queries.length).toBeGreaterThan(0);
    for (const { IndexName: name, FilterExpression: text = '', ExpressionAttributeNames: names } of queries) {
      const asked = (text.match(/#\w+/g) ?? []).map((placeholder) => names[placeholder]);
      const index = indexes[name];
      const projected = index?.projection === 'KEYS_ONLY' ? [] : index?.projection;
      const own = [partitionKey.name, index?.partitionKey.name, index?.sortKey.name, ...(projected ?? [])];
      expect(own).toEqual(expect.arrayContaining(asked));
    }
  },
);
