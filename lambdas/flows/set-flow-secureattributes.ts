import { contract } from '#contract/flows/set-flow-secureattributes.ts';
import { setSecured } from '#domain/operations/secured-attributes.ts';
import { attributeOperation } from '#http/chain/attribute-operation.ts';
import { requireSecuredNames } from '#http/chain/authorize.ts';
import { readSecuredOperationId } from '#http/request/operation-id.ts';
import { leaveBotToDomain, readFlowCaller } from '#http/request/read-flow-caller.ts';
import { securedStore } from '#http/wiring/secured-store.ts';

/** POST /api/v2/conversations/{conversationId}/flows/{flowExecutionId}/secureattributes */
export const handler = attributeOperation(
  contract,
  (input) => {
    requireSecuredNames(input.event, 'secured:write', input.body.attributes.keys());
    return {
      operation: readSecuredOperationId(input),
      conversationId: input.id('conversationId'),
      caller: leaveBotToDomain(input, readFlowCaller(input, input.body.flowType)),
      attributes: input.body.attributes,
    };
  },
  async (command) => {
    const { revision } = await setSecured(securedStore, command);
    return { status: 202, body: { pending: [...command.attributes.keys()], revision } };
  },
);
