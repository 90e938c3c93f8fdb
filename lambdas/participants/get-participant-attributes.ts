import { contract } from '#contract/participants/get-participant-attributes.ts';
import { getParticipant } from '#domain/operations/read-conversation.ts';
import { attributeOperation } from '#http/chain/attribute-operation.ts';
import { representAttributes } from '#http/response/representations.ts';
import { openStore } from '#http/wiring/readable-store.ts';

/** GET /api/v2/conversations/{conversationId}/participants/{participantId}/attributes */
export const handler = attributeOperation(
  contract,
  (input) => ({ conversationId: input.id('conversationId'), participantId: input.id('participantId') }),
  async ({ conversationId, participantId }, { event, view: ready }) => {
    const { id, version, attributes } = await getParticipant(openStore(event), conversationId, participantId);
    // An alias may come to mean another participant with the same version.
    if (id !== participantId) delete event.headers['if-none-match'];
    const view = await ready;
    const masked = view.listMasked(attributes.keys());
    return { status: 200, body: { attributes: representAttributes(attributes, view), masked, version }, version };
  },
);
