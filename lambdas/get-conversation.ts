import { read } from '#domain/execute.ts';
import { etag, json } from '#http/api.ts';
import { store } from '#http/conversations.ts';
import { operation } from '#http/operation.ts';
import { someOfQuery } from '#http/page.ts';
import { conversationObject, type Expansion } from '#http/representations.ts';

const expandable = ['participants', 'wrapup', 'data'] as const satisfies readonly Expansion[];

/** GET /api/v2/conversations/{conversationId}: `expand` may be repeated, or list with commas. */
export const handler = operation('get-conversation', async (input) => {
  const id = input.id('conversationId');
  const expand = someOfQuery(input, 'expand', expandable);
  input.refuse();
  const conversation = await read(store, id);
  const body = conversationObject(conversation, expand);
  return json(200, body, etag(conversation.version));
});
