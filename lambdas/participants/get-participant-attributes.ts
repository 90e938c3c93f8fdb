import { contract } from '#contract/participants/get-participant-attributes.ts';
import { getParticipant } from '#domain/operations/read-conversation.ts';
import { operation } from '#http/chain/operation.ts';
import { representAttributes } from '#http/response/representations.ts';
import { openStore } from '#http/wiring/readable-store.ts';

/** GET /api/v2/conversations/{conversationId}/participants/{participantId}/attributes */
export const handler = operation(
  contract,
  (input) => ({ conversationId: input.id('conversationId'), participantId: input.id('participantId') }),
  async ({ conversationId, participantId }, { event }) => {
    const { id, version, attributes } = await getParticipant(openStore(event), conversationId, participantId);
    // An alias may come to mean another participant with the same version.
    if (id !== participantId) delete event.headers['if-none-match'];
    return { status: 200, body: { attributes: representAttributes(attributes), version }, version };
  },
);
