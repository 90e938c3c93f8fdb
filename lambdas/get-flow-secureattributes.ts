import { checkNames } from '#domain/attributes.ts';
import { keepBotIfThere } from '#domain/operations/flow-caller.ts';
import { getSecured } from '#domain/operations/secured-attributes.ts';
import { botRefused } from '#domain/requirements.ts';
import { json } from '#http/api.ts';
import { store } from '#http/conversations.ts';
import { flowCallerInQuery } from '#http/flow-caller.ts';
import { operation } from '#http/operation.ts';
import { ownOperation } from '#http/own-operation.ts';
import { unsealedObject } from '#http/unsealed.ts';
import { secured } from '#http/vault.ts';

/** GET /api/v2/conversations/{conversationId}/flows/{flowExecutionId}/secureattributes */
export const handler = operation('get-flow-secureattributes', async (input) => {
  const conversationId = input.id('conversationId');
  const caller = flowCallerInQuery(input);
  if (caller.isBot) {
    await keepBotIfThere(store, { operation: ownOperation(), conversationId, caller });
    throw botRefused();
  }
  const names = input.parameters('name');
  checkNames(names, input.violations);
  input.refuse();
  const { notSet, version, ...unsealed } = await getSecured(secured, { conversationId, caller, names });
  return json(200, { ...unsealedObject(input.event, unsealed), notSet, version });
});
