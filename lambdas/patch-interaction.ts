import { patchConversation } from '#domain/operations/patch-conversation.ts';
import { etag, json } from '#http/api.ts';
import { store } from '#http/conversations.ts';
import { operation } from '#http/operation.ts';
import { operationId } from '#http/operation-id.ts';
import { bodyVersion, requirePrecondition } from '#http/preconditions.ts';
import { interactionObject } from '#http/representations.ts';
import { interactionPatch } from '#http/schemas.ts';

/** PATCH /api/v2/interactions/{conversationId} */
export const handler = operation('patch-interaction', async (input) => {
  const conversationId = input.id('conversationId');
  const body = input.body(interactionPatch);
  const bodies = Array.isArray(body.participants) ? body.participants : [];
  const participants = bodies.map((one, position) => ({
    participant: input.checkedId(`participants.${position}.id`, one?.id),
    attributes: input.attributes(
      one?.attributes,
      { values: 'json', removals: true },
      `participants.${position}.attributes`,
    ),
    versions: bodyVersion(one?.version),
  }));
  const versions = [...input.ifMatch(), ...bodyVersion(body.version)];
  const patch = { operation: operationId(input), conversationId, participants, versions, liveOnly: true };
  input.refuse();
  requirePrecondition(versions.length > 0 || participants.every((one) => one.versions.length > 0));
  const { conversation } = await patchConversation(store, patch);
  return json(200, interactionObject(conversation), etag(conversation.version));
});
