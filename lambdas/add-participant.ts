import { addParticipant } from '#domain/operations/add-participant.ts';
import { etag, json } from '#http/api.ts';
import { store } from '#http/conversations.ts';
import { newParticipantIn } from '#http/new-participant.ts';
import { operation } from '#http/operation.ts';
import { operationId } from '#http/operation-id.ts';
import { participantObject, writtenObject } from '#http/representations.ts';
import { newParticipant } from '#http/schemas.ts';

/** POST /api/v2/conversations/{conversationId}/participants */
export const handler = operation('add-participant', async (input) => {
  const conversationId = input.id('conversationId');
  const participant = newParticipantIn(input, input.body(newParticipant));
  const command = { operation: operationId(input), conversationId, participant };
  input.refuse();
  const added = await addParticipant(store, command);
  const location = `/api/v2/conversations/${conversationId}/participants/${added.id}/attributes`;
  const answer = input.mayRead ? participantObject(added) : writtenObject(added, participant.attributes.keys());
  return json(201, answer, { location, ...etag(added.version) });
});
