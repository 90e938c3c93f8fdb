import { expect, test } from 'vitest';
import { ConversationAttributes } from '../../clients/typescript/src/index.ts';
import { useApi } from '../support/api.ts';

const api = useApi();

test('the client finds conversations by the value of an attribute, as a whole and by what it begins with', async () => {
  const client = new ConversationAttributes({ baseUrl: api.url, ...api.credentials });
  await client.putAttributeDefinition('customerId', { searchable: true });
  const { id } = await client.createConversation({ type: 'voice', data: { customerId: '+49 4711' }, participants: [] });
  const find = async (query: { readonly equals: string } | { readonly startsWith: string }) => {
    const ids: string[] = [];
    for await (const one of client.findConversations({ attribute: 'customerId', ...query })) ids.push(one.id);
    return ids;
  };
  expect(await find({ equals: '+49 4711' })).toEqual([id]);
  expect(await find({ startsWith: '+49 ' })).toEqual([id]);
  expect(await find({ equals: '+49 47' })).toEqual([]);
});
