import { contract } from '#contract/conversations/add-participant.ts';
import { addParticipant } from '#domain/operations/add-participant.ts';
import { attributeOperation } from '#http/chain/attribute-operation.ts';
import { newParticipantOf } from '#http/request/new-participant.ts';
import { readOperationId } from '#http/request/operation-id.ts';
import { representParticipant, representWritten } from '#http/response/representations.ts';
import { store } from '#http/wiring/indexing-store.ts';

/** POST /api/v2/conversations/{conversationId}/participants */
export const handler = attributeOperation(
  contract,
  (input) => ({
    operation: readOperationId(input),
    conversationId: input.id('conversationId'),
    participant: newParticipantOf(input.body),
  }),
  async (command, input) => {
    const { conversation, participant: added } = await addParticipant(store, command);
    const { id, version } = added;
    const location = `/api/v2/conversations/${command.conversationId}/participants/${id}/attributes`;
    const written = representWritten(added, command.participant.attributes.keys());
    return {
      status: 201,
      body: input.mayShow(conversation) ? representParticipant(added, await input.view) : written,
      version,
      location,
    };
  },
);
