import { checkNames } from '#domain/attributes.ts';
import { shortKey } from '#domain/keys.ts';
import { getSecured } from '#domain/operations/secured-attributes.ts';
import { json } from '#http/api.ts';
import { operation } from '#http/operation.ts';
import { attributesObject } from '#http/representations.ts';
import { secured } from '#http/vault.ts';

/** GET /api/v2/conversations/{conversationId}/flows/{flowExecutionId}/secureattributes */
export const handler = operation('get-flow-secureattributes', async (input) => {
  const conversationId = input.id('conversationId');
  const execution = shortKey(input.id('flowExecutionId'));
  const names = input.parameters('name');
  checkNames(names, input.violations);
  input.refuse();
  const { attributes, notSet, version } = await getSecured(secured, { conversationId, execution, names });
  return json(200, { attributes: attributesObject(attributes), notSet, version });
});
