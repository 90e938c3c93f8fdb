import { keepBotIfThere } from '#domain/operations/flow-caller.ts';
import { setSecured } from '#domain/operations/secured-attributes.ts';
import { botRefused } from '#domain/requirements.ts';
import { json } from '#http/api.ts';
import { store } from '#http/conversations.ts';
import { flowCaller } from '#http/flow-caller.ts';
import { operation } from '#http/operation.ts';
import { securedOperationId } from '#http/operation-id.ts';
import { ownOperation } from '#http/own-operation.ts';
import { setSecured as schema } from '#http/schemas.ts';
import { secured } from '#http/vault.ts';

/** POST /api/v2/conversations/{conversationId}/flows/{flowExecutionId}/secureattributes */
export const handler = operation('set-flow-secureattributes', async (input) => {
  const conversationId = input.id('conversationId');
  const body = input.body(schema);
  const caller = flowCaller(input, body.flowType);
  if (caller.isBot) {
    await keepBotIfThere(store, { operation: ownOperation(), conversationId, caller });
    throw botRefused();
  }
  const attributes = input.attributes(body.attributes, { values: 'string', removals: true });
  const command = { operation: securedOperationId(input), conversationId, caller, attributes };
  input.refuse();
  const { revision } = await setSecured(secured, command);
  return json(202, { pending: [...attributes.keys()], revision });
});
