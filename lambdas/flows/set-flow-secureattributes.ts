import { contract } from '#contract/flows/set-flow-secureattributes.ts';
import { setSecured } from '#domain/operations/secured-attributes.ts';
import { operation } from '#http/chain/operation.ts';
import { flowCaller, securedCaller } from '#http/request/flow-caller.ts';
import { securedOperationId } from '#http/request/operation-id.ts';
import { secured } from '#http/wiring/secured-store.ts';

/** POST /api/v2/conversations/{conversationId}/flows/{flowExecutionId}/secureattributes */
export const handler = operation(
  contract,
  (input) => ({
    operation: securedOperationId(input),
    conversationId: input.id('conversationId'),
    caller: securedCaller(input, flowCaller(input, input.body.flowType)),
    attributes: input.body.attributes,
  }),
  async (command) => {
    const { revision } = await setSecured(secured, command);
    return { status: 202, body: { pending: [...command.attributes.keys()], revision } };
  },
);
