import { readSecured } from '#domain/operations/secured-attributes.ts';
import { etag, json } from '#http/api.ts';
import { operation } from '#http/operation.ts';
import { attributesObject } from '#http/representations.ts';
import { secured } from '#http/vault.ts';

/** GET /api/v2/conversations/{conversationId}/secureattributes */
export const handler = operation('get-secureattributes', async (input) => {
  const conversationId = input.id('conversationId');
  input.refuse();
  const { attributes, version } = await readSecured(secured, conversationId);
  return json(200, { attributes: attributesObject(attributes), version }, etag(version));
});
