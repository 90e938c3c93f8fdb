import { setAttributes } from '#domain/operations/set-attributes.ts';
import { json } from '#http/api.ts';
import { store } from '#http/conversations.ts';
import { operation } from '#http/operation.ts';
import { operationId } from '#http/operation-id.ts';
import { ownerIn } from '#http/placement.ts';
import { set } from '#http/schemas.ts';

/** POST /api/v2/conversations/{conversationId}/flows/{flowExecutionId}/attributes */
export const handler = operation('set-attributes', async (input) => {
  const conversationId = input.id('conversationId');
  const flowExecutionId = input.id('flowExecutionId');
  const body = input.body(set);
  const attributes = input.attributes(body.attributes, { values: 'string', removals: true });
  const owner = ownerIn(input, body);
  const command = {
    operation: operationId(input),
    conversationId,
    flowExecutionId,
    owner,
    attributes,
    isBot: body.flowType === 'bot',
  };
  input.refuse();
  const { revision } = await setAttributes(store, command);
  return json(202, { pending: [...attributes.keys()], revision });
});
