import { contract } from '#contract/conversations/get-conversation-names.ts';
import { getConversation } from '#domain/operations/read-conversation.ts';
import { operation } from '#http/chain/operation.ts';
import { representNames } from '#http/response/names.ts';
import { openStore } from '#http/wiring/readable-store.ts';

/** GET /api/v2/conversations/{conversationId}/names */
export const handler = operation(
  contract,
  (input) => input.id('conversationId'),
  async (id, { event }) => ({ status: 200, body: representNames(await getConversation(openStore(event), id)) }),
);
