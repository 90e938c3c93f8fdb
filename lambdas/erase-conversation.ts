import { eraseConversation } from '#domain/operations/erase-conversation.ts';
import { store } from '#http/conversations.ts';
import { dataKeys } from '#http/data-keys.ts';
import { operation } from '#http/operation.ts';
import { operationId } from '#http/operation-id.ts';

/** DELETE /api/v2/conversations/{conversationId} */
export const handler = operation('erase-conversation', async (input) => {
  const conversationId = input.id('conversationId');
  const command = { operation: operationId(input), conversationId, versions: input.ifMatch() };
  input.refuse();
  await eraseConversation(store, dataKeys, command);
  return { statusCode: 204, headers: { 'cache-control': 'no-store' }, body: '' };
});
