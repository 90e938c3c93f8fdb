import { checkNames } from '#domain/attributes.ts';
import { getAttributes } from '#domain/operations/get-attributes.ts';
import { json } from '#http/api.ts';
import { store } from '#http/conversations.ts';
import { flowCallerInQuery } from '#http/flow-caller.ts';
import { operation } from '#http/operation.ts';
import { ownOperation } from '#http/own-operation.ts';
import { ownerInQuery } from '#http/placement.ts';
import { attributesObject } from '#http/representations.ts';

/** GET /api/v2/conversations/{conversationId}/flows/{flowExecutionId}/attributes */
export const handler = operation('get-attributes', async (input) => {
  const conversationId = input.id('conversationId');
  const caller = flowCallerInQuery(input);
  const names = input.parameters('name');
  checkNames(names, input.violations);
  const place = ownerInQuery(input);
  input.refuse();
  const query = { operation: ownOperation(), conversationId, caller, ...place, names };
  const { attributes, setOn, notSet, version } = await getAttributes(store, query);
  return json(200, {
    attributes: attributesObject(attributes),
    ...(setOn && { setOn: Object.fromEntries(setOn) }),
    notSet,
    version,
  });
});
