import { contract } from '#contract/records/get-conversation-history.ts';
import { getHistory } from '#domain/operations/read-conversation.ts';
import { requireQueue } from '#http/chain/authorize.ts';
import { operation } from '#http/chain/operation.ts';
import { representHistory, representSavedBy } from '#http/response/representations.ts';
import { store } from '#http/wiring/conversation-store.ts';

/** GET /api/v2/conversations/{conversationId}/history */
export const handler = operation(
  contract,
  (input) => input.id('conversationId'),
  async (id, { event }) => {
    const conversation = await getHistory(store, id, ({ queueId }) => requireQueue(event, queueId));
    return { status: 200, body: { ...representHistory(conversation), savedBy: representSavedBy(conversation) } };
  },
);
