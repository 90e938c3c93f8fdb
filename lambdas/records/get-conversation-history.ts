import { contract } from '#contract/records/get-conversation-history.ts';
import { getHistory } from '#domain/operations/read-conversation.ts';
import { attributeOperation } from '#http/chain/attribute-operation.ts';
import { requireQueue } from '#http/chain/authorize.ts';
import { representHistory, representSavedBy } from '#http/response/representations.ts';
import { store } from '#http/wiring/conversation-store.ts';

/** GET /api/v2/conversations/{conversationId}/history */
export const handler = attributeOperation(
  contract,
  (input) => input.id('conversationId'),
  async (id, { event, view }) => {
    const conversation = await getHistory(store, id, ({ queueId }) => requireQueue(event, queueId));
    const savedBy = representSavedBy(conversation);
    return { status: 200, body: { ...representHistory(conversation, await view), savedBy } };
  },
);
