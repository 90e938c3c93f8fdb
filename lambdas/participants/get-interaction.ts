import { contract } from '#contract/participants/get-interaction.ts';
import { getInteraction } from '#domain/operations/read-conversation.ts';
import { operation } from '#http/chain/operation.ts';
import { representInteraction } from '#http/response/representations.ts';
import { store } from '#http/wiring/conversation-store.ts';

/** GET /api/v2/interactions/{conversationId} */
export const handler = operation(
  contract,
  (input) => input.id('conversationId'),
  async (id) => {
    const conversation = await getInteraction(store, id);
    return { status: 200, body: representInteraction(conversation), version: conversation.version };
  },
);
