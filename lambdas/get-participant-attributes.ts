import { findParticipant } from '#domain/conversation.ts';
import { read } from '#domain/execute.ts';
import { participantNotFound } from '#domain/requirements.ts';
import { etag, json } from '#http/api.ts';
import { store } from '#http/conversations.ts';
import { operation } from '#http/operation.ts';
import { attributesObject } from '#http/representations.ts';

/** GET /api/v2/conversations/{conversationId}/participants/{participantId}/attributes */
export const handler = operation('get-participant-attributes', async (input) => {
  const conversationId = input.id('conversationId');
  const participantId = input.id('participantId');
  input.refuse();
  const conversation = await read(store, conversationId);
  const participant = findParticipant(conversation, participantId);
  if (!participant) throw participantNotFound(conversation, participantId);
  const { id, version, attributes } = participant;
  // An alias may come to mean somebody else at the same version.
  if (id !== participantId) delete input.event.headers['if-none-match'];
  return json(200, { attributes: attributesObject(attributes), version }, etag(version));
});
