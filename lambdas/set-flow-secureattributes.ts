import { shortKey } from '#domain/keys.ts';
import { setSecured } from '#domain/operations/secured-attributes.ts';
import { botRefused } from '#domain/requirements.ts';
import { json } from '#http/api.ts';
import { operation } from '#http/operation.ts';
import { securedOperationId } from '#http/operation-id.ts';
import { setSecured as schema } from '#http/schemas.ts';
import { secured } from '#http/vault.ts';

/** POST /api/v2/conversations/{conversationId}/flows/{flowExecutionId}/secureattributes */
export const handler = operation('set-flow-secureattributes', async (input) => {
  const conversationId = input.id('conversationId');
  const execution = shortKey(input.id('flowExecutionId'));
  const body = input.body(schema);
  if (body.flowType === 'bot') throw botRefused();
  const attributes = input.attributes(body.attributes, { values: 'string', removals: true });
  const command = { operation: securedOperationId(input), conversationId, execution, attributes };
  input.refuse();
  const { revision } = await setSecured(secured, command);
  return json(202, { pending: [...attributes.keys()], revision });
});
