import { contract } from '#contract/conversations/get-conversation-names.ts';
import { getConversation } from '#domain/operations/read-conversation.ts';
import { attributeOperation } from '#http/chain/attribute-operation.ts';
import { representNames } from '#http/response/names.ts';
import { openStore } from '#http/wiring/readable-store.ts';

/** GET /api/v2/conversations/{conversationId}/names */
export const handler = attributeOperation(
  contract,
  (input) => input.id('conversationId'),
  async (id, { event, view }) => {
    const conversation = await getConversation(openStore(event), id);
    return { status: 200, body: representNames(conversation, await view) };
  },
);
