import { patchConversation } from '#domain/operations/patch-conversation.ts';
import { etag, json } from '#http/api.ts';
import { asReadIn } from '#http/as-read.ts';
import { store } from '#http/conversations.ts';
import { operation } from '#http/operation.ts';
import { operationId } from '#http/operation-id.ts';
import { bodyVersion, requirePrecondition } from '#http/preconditions.ts';
import { attributesObject, writtenObject } from '#http/representations.ts';
import { attributesPatch } from '#http/schemas.ts';

/** PATCH /api/v2/conversations/{conversationId}/participants/{participantId}/attributes */
export const handler = operation('patch-participant-attributes', async (input) => {
  const conversationId = input.id('conversationId');
  const participant = input.id('participantId');
  const body = input.body(attributesPatch);
  const attributes = input.attributes(body.attributes, { values: 'json', removals: true });
  const versions = [...input.ifMatch(), ...bodyVersion(body.version)];
  const patch = {
    operation: operationId(input),
    conversationId,
    participants: [{ participant, attributes, versions, ...asReadIn(input, body) }],
  };
  input.refuse();
  requirePrecondition(versions.length > 0);
  const { conversation, participants } = await patchConversation(store, { ...patch, versions: [] });
  const patched = conversation.participants.find(({ id }) => participants.includes(id));
  // A repeated delivery after the end: the patch was applied, and nothing is left of the participant.
  const written = writtenObject(patched ?? { id: participant }, attributes.keys());
  if (!patched) return json(200, input.mayRead ? { attributes: {} } : written);
  const answer = { attributes: attributesObject(patched.attributes), version: patched.version };
  return json(200, input.mayRead ? answer : written, etag(patched.version));
});
