import { patchConversation } from '#domain/operations/patch-conversation.ts';
import { etag, json } from '#http/api.ts';
import { operation } from '#http/operation.ts';
import { bodyVersion, requirePrecondition } from '#http/preconditions.ts';
import { conversationObject } from '#http/representations.ts';
import { store } from '#http/runtime.ts';
import { conversationPatch } from '#http/schemas.ts';

/** PATCH /api/v2/conversations/{conversationId} */
export const handler = operation('patch-conversation', async (input) => {
  const conversationId = input.id('conversationId');
  const { data: bag, version, queueId } = input.body(conversationPatch);
  const data = bag === undefined ? {} : { data: input.attributes(bag, { values: 'json', removals: true }) };
  const versions = [...input.ifMatch(), ...bodyVersion(version)];
  const patch = {
    conversationId,
    operation: input.operation(),
    versions,
    ...data,
    ...(queueId !== undefined && { queueId }),
  };
  input.refuse();
  if (bag !== undefined) requirePrecondition(versions.length > 0);
  const { conversation } = await patchConversation(store, patch);
  return json(200, conversationObject(conversation), etag(conversation.version));
});
