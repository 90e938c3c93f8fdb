import { read } from '#domain/execute.ts';
import { requireHistory } from '#domain/operations/history.ts';
import { json } from '#http/api.ts';
import { requireQueue } from '#http/authorize.ts';
import { store } from '#http/conversations.ts';
import { operation } from '#http/operation.ts';
import { historyObject } from '#http/representations.ts';

/** GET /api/v2/conversations/{conversationId}/history */
export const handler = operation('get-conversation-history', async (input) => {
  const id = input.id('conversationId');
  input.refuse();
  const conversation = await read(store, id);
  requireQueue(input.event, conversation.queueId);
  requireHistory(conversation);
  return json(200, historyObject(conversation));
});
