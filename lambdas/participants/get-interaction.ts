import { contract } from '#contract/participants/get-interaction.ts';
import { getInteraction } from '#domain/operations/read-conversation.ts';
import { operation } from '#http/chain/operation.ts';
import { readLiveStates } from '#http/request/page.ts';
import { representInteraction } from '#http/response/representations.ts';
import { openStore } from '#http/wiring/readable-store.ts';

/** GET /api/v2/interactions/{conversationId} */
export const handler = operation(
  contract,
  (input) => ({ id: input.id('conversationId'), states: readLiveStates(input) }),
  async ({ id, states }, { event }) => {
    const conversation = await getInteraction(openStore(event), id, states);
    return { status: 200, body: representInteraction(conversation), version: conversation.version };
  },
);
