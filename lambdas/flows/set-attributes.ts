import { contract } from '#contract/flows/set-attributes.ts';
import { setAttributes } from '#domain/operations/set-attributes.ts';
import { store } from '#http/conversations.ts';
import { flowCaller } from '#http/flow-caller.ts';
import { operation } from '#http/operation.ts';
import { operationId } from '#http/operation-id.ts';
import { ownerIn } from '#http/placement.ts';

/** POST /api/v2/conversations/{conversationId}/flows/{flowExecutionId}/attributes */
export const handler = operation(
  contract,
  (input) => ({
    operation: operationId(input),
    conversationId: input.id('conversationId'),
    caller: flowCaller(input, input.body.flowType),
    owner: ownerIn(input, input.body),
    attributes: input.body.attributes,
  }),
  async (command) => {
    const { revision } = await setAttributes(store, command);
    return { status: 202, body: { pending: [...command.attributes.keys()], revision } };
  },
);
