import { expect, test } from 'vitest';
import type { FindQuery } from '#domain/find.ts';
import { limits } from '#domain/limits.ts';
import { DynamoDbConversationIndex } from '#dynamodb/conversation-index.ts';
import { DynamoDbConversationStore } from '#dynamodb/conversation-store.ts';
import { attributes, newConversation, newOperation } from '../support/fixtures.ts';
import { useTable } from '../support/table.ts';

const table = useTable();
const to = Date.UTC(2026, 5, 15);

/** A search for what values begin with. */
function find(text: string, limit: number = limits.pageSize, more: Partial<FindQuery> = {}) {
  const value = { name: 'customerId', index: 1, by: 'startsWith' as const, text };
  const query: FindQuery = { filter: { value }, from: 0, to, limit, maxBytes: 1e9, sizeOf: () => 1, ...more };
  return new DynamoDbConversationIndex(table.options(() => to)).find(query);
}

test('what begins the values of more conversations than can be sorted is refused with 422, and more of the value is not', {
  timeout: 600_000,
}, async () => {
  const store = new DynamoDbConversationStore({
    ...table.options(() => to),
    listSearchable: async () => [['customerId', 1]],
  });
  for (let first = 0; first <= limits.foundByPrefix; first += 50) {
    const some = Array.from({ length: Math.min(50, limits.foundByPrefix + 1 - first) }, (_, at) => first + at);
    await Promise.all(
      some.map(async (number) => {
        const customerId = `4711-${String(number).padStart(4, '0')}`;
        const operation = newOperation(to - 1 - number);
        const data = attributes({ customerId });
        await store.create(await newConversation({ id: `c-${number}`, operation, data }));
      }),
    );
  }
  const refusal = { code: 'unprocessable-content', data: { errors: [{ name: 'startsWith' }] } };
  await expect(find('471')).rejects.toMatchObject(refusal);
  await expect(find('4711-')).rejects.toMatchObject(refusal);
  const { conversations, after } = await find('4711-0', 3);
  expect([conversations.map(({ id }) => id), after !== undefined]).toEqual([['c-0', 'c-1', 'c-2'], true]);
  expect((await find('4711-1000')).conversations.map(({ id }) => id)).toEqual(['c-1000']);
});

test('a page ends when 500 conversations are read for it, whether they may be shown or not, and the next one goes on', async () => {
  const accept = ({ id }: { readonly id: string }) => id === 'c-0' || id === 'c-999';
  const first = await find('4711-0', 10, { accept });
  expect(first.conversations.map(({ id }) => id)).toEqual(['c-0']);
  const second = await find('4711-0', 10, { accept, after: first.after });
  expect([second.conversations.map(({ id }) => id), second.after === undefined]).toEqual([['c-999'], false]);
  expect(await find('4711-0', 10, { accept, after: second.after })).toEqual({ conversations: [] });
});
