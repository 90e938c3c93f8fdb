import { flushAttributes } from '#domain/operations/flush-attributes.ts';
import { json } from '#http/api.ts';
import { store } from '#http/conversations.ts';
import { flowCaller } from '#http/flow-caller.ts';
import { operation } from '#http/operation.ts';
import { operationId } from '#http/operation-id.ts';
import { ownerIn } from '#http/placement.ts';
import { flush } from '#http/schemas.ts';

/** POST /api/v2/conversations/{conversationId}/flows/{flowExecutionId}/flush */
export const handler = operation('flush-attributes', async (input) => {
  const conversationId = input.id('conversationId');
  const body = input.body(flush);
  const caller = flowCaller(input, body.flowType);
  const attributes = input.attributes(body.attributes, { values: 'string', removals: true });
  const owner = ownerIn(input, body);
  const command = { operation: operationId(input), conversationId, caller, owner, attributes };
  input.refuse();
  const { flushed, securedFlushed, version } = await flushAttributes(store, command);
  return json(200, { flushed, ...(securedFlushed > 0 && { securedFlushed }), version });
});
