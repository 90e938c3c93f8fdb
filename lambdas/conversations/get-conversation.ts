import { contract } from '#contract/conversations/get-conversation.ts';
import { getConversation } from '#domain/operations/read-conversation.ts';
import { operation } from '#http/chain/operation.ts';
import { readSomeOf } from '#http/request/page.ts';
import { expansions, representConversation } from '#http/response/representations.ts';
import { openStore } from '#http/wiring/readable-store.ts';

/** GET /api/v2/conversations/{conversationId} */
export const handler = operation(
  contract,
  (input) => ({ id: input.id('conversationId'), expand: readSomeOf(input, 'expand', expansions) }),
  async ({ id, expand }, { event }) => {
    const conversation = await getConversation(openStore(event), id);
    return { status: 200, body: representConversation(conversation, expand), version: conversation.version };
  },
);
