import { read } from '#domain/execute.ts';
import { requireLive } from '#domain/operations/patch-conversation.ts';
import { etag, json } from '#http/api.ts';
import { store } from '#http/conversations.ts';
import { operation } from '#http/operation.ts';
import { interactionObject } from '#http/representations.ts';

/** GET /api/v2/interactions/{conversationId} */
export const handler = operation('get-interaction', async (input) => {
  const id = input.id('conversationId');
  input.refuse();
  const conversation = await read(store, id);
  requireLive(conversation);
  return json(200, interactionObject(conversation), etag(conversation.version));
});
