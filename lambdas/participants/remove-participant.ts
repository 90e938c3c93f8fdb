import { contract } from '#contract/participants/remove-participant.ts';
import { removeParticipant } from '#domain/operations/remove-participant.ts';
import { operation } from '#http/chain/operation.ts';
import { readOperationId } from '#http/request/operation-id.ts';
import { store } from '#http/wiring/conversation-store.ts';

/** DELETE /api/v2/conversations/{conversationId}/participants/{participantId} */
export const handler = operation(
  contract,
  (input) => ({
    operation: readOperationId(input),
    conversationId: input.id('conversationId'),
    participant: input.id('participantId'),
    versions: input.ifMatch,
  }),
  async (command) => {
    await removeParticipant(store, command);
    return { status: 204 };
  },
);
