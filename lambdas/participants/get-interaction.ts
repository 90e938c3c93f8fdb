import { contract } from '#contract/participants/get-interaction.ts';
import { getInteraction } from '#domain/operations/read-conversation.ts';
import { attributeOperation } from '#http/chain/attribute-operation.ts';
import { readLiveStates } from '#http/request/page.ts';
import { representInteraction } from '#http/response/representations.ts';
import { openStore } from '#http/wiring/readable-store.ts';

/** GET /api/v2/interactions/{conversationId} */
export const handler = attributeOperation(
  contract,
  (input) => ({ id: input.id('conversationId'), states: readLiveStates(input) }),
  async ({ id, states }, { event, view }) => {
    const conversation = await getInteraction(openStore(event), id, states);
    return { status: 200, body: representInteraction(conversation, await view), version: conversation.version };
  },
);
