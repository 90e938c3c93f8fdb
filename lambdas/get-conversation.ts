import { read } from '#domain/execute.ts';
import { etag, json } from '#http/api.ts';
import { store } from '#http/conversations.ts';
import { operation } from '#http/operation.ts';
import { conversationObject, type Expansion } from '#http/representations.ts';

const expandable: readonly string[] = ['participants', 'wrapup', 'data'] satisfies Expansion[];

/** GET /api/v2/conversations/{conversationId}: `expand` may be repeated, or list with commas. */
export const handler = operation('get-conversation', async (input) => {
  const id = input.id('conversationId');
  const expand = input.parameters('expand').flatMap((one) => one.split(','));
  for (const part of expand.filter((one) => !expandable.includes(one))) {
    input.violations.malformed('expand', `${JSON.stringify(part)} is not one of ${expandable.join(', ')}`);
  }
  input.refuse();
  const conversation = await read(store, id);
  const body = conversationObject(conversation, expand.length > 0 ? (expand as Expansion[]) : undefined);
  return json(200, body, etag(conversation.version));
});
