import { setAttributes } from '#domain/operations/set-attributes.ts';
import { json } from '#http/api.ts';
import { store } from '#http/conversations.ts';
import { flowCaller } from '#http/flow-caller.ts';
import { operation } from '#http/operation.ts';
import { operationId } from '#http/operation-id.ts';
import { ownerIn } from '#http/placement.ts';
import { set } from '#http/schemas.ts';

/** POST /api/v2/conversations/{conversationId}/flows/{flowExecutionId}/attributes */
export const handler = operation('set-attributes', async (input) => {
  const conversationId = input.id('conversationId');
  const body = input.body(set);
  const caller = flowCaller(input, body.flowType);
  const attributes = input.attributes(body.attributes, { values: 'string', removals: true });
  const owner = ownerIn(input, body);
  const command = { operation: operationId(input), conversationId, caller, owner, attributes };
  input.refuse();
  const { revision } = await setAttributes(store, command);
  return json(202, { pending: [...attributes.keys()], revision });
});
