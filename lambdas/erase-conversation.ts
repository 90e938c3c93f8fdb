import { eraseConversation } from '#domain/operations/erase-conversation.ts';
import { store } from '#http/conversations.ts';
import { dataKeys } from '#http/data-keys.ts';
import { operation } from '#http/operation.ts';
import { operationId } from '#http/operation-id.ts';

/** DELETE /api/v2/conversations/{conversationId} */
export const handler = operation('erase-conversation', async (input) => {
  const id = input.id('conversationId');
  const own = operationId(input);
  input.refuse();
  await eraseConversation(store, dataKeys, id, own);
  return { statusCode: 204, headers: { 'cache-control': 'no-store' }, body: '' };
});
