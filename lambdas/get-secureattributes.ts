import { readSecured } from '#domain/operations/secured-attributes.ts';
import { etag, json } from '#http/api.ts';
import { operation } from '#http/operation.ts';
import { unsealedObject } from '#http/unsealed.ts';
import { secured } from '#http/vault.ts';

/** GET /api/v2/conversations/{conversationId}/secureattributes */
export const handler = operation('get-secureattributes', async (input) => {
  const conversationId = input.id('conversationId');
  input.refuse();
  const { version, ...unsealed } = await readSecured(secured, conversationId);
  return json(200, { ...unsealedObject(input.event, unsealed), version }, etag(version));
});
