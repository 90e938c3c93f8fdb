import { removeParticipant } from '#domain/operations/remove-participant.ts';
import { store } from '#http/conversations.ts';
import { operation } from '#http/operation.ts';
import { operationId } from '#http/operation-id.ts';

/** DELETE /api/v2/conversations/{conversationId}/participants/{participantId} */
export const handler = operation('remove-participant', async (input) => {
  const conversationId = input.id('conversationId');
  const participant = input.id('participantId');
  const command = { operation: operationId(input), conversationId, participant, versions: input.ifMatch() };
  input.refuse();
  await removeParticipant(store, command);
  return { statusCode: 204, headers: { 'cache-control': 'no-store' }, body: '' };
});
