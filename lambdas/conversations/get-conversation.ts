import { contract } from '#contract/conversations/get-conversation.ts';
import { getConversation } from '#domain/operations/read-conversation.ts';
import { operation } from '#http/chain/operation.ts';
import { someOfQuery } from '#http/request/page.ts';
import { conversationObject, expansions } from '#http/response/representations.ts';
import { store } from '#http/wiring/conversation-store.ts';

/** GET /api/v2/conversations/{conversationId} */
export const handler = operation(
  contract,
  (input) => ({ id: input.id('conversationId'), expand: someOfQuery(input, 'expand', expansions) }),
  async ({ id, expand }) => {
    const conversation = await getConversation(store, id);
    return { status: 200, body: conversationObject(conversation, expand), version: conversation.version };
  },
);
