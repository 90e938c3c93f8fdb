import { contract } from '#contract/records/get-conversation-history.ts';
import { getHistory } from '#domain/operations/read-conversation.ts';
import { requireQueue } from '#http/authorize.ts';
import { store } from '#http/conversations.ts';
import { operation } from '#http/operation.ts';
import { historyObject } from '#http/representations.ts';

/** GET /api/v2/conversations/{conversationId}/history */
export const handler = operation(
  contract,
  (input) => input.id('conversationId'),
  async (id, { event }) => {
    const conversation = await getHistory(store, id, ({ queueId }) => requireQueue(event, queueId));
    return { status: 200, body: historyObject(conversation) };
  },
);
