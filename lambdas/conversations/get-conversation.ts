import { contract } from '#contract/conversations/get-conversation.ts';
import { getConversation } from '#domain/operations/read-conversation.ts';
import { attributeOperation } from '#http/chain/attribute-operation.ts';
import { readSomeOf } from '#http/request/page.ts';
import { expansions, representConversation } from '#http/response/representations.ts';
import { openStore } from '#http/wiring/readable-store.ts';

/** GET /api/v2/conversations/{conversationId} */
export const handler = attributeOperation(
  contract,
  (input) => ({ id: input.id('conversationId'), expand: readSomeOf(input, 'expand', expansions) }),
  async ({ id, expand }, { event, view }) => {
    const conversation = await getConversation(openStore(event), id);
    return {
      status: 200,
      body: representConversation(conversation, await view, expand),
      version: conversation.version,
    };
  },
);
