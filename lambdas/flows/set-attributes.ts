import { contract } from '#contract/flows/set-attributes.ts';
import { OwnerGuess } from '#domain/operations/owner.ts';
import { setAttributes } from '#domain/operations/set-attributes.ts';
import { attributeOperation } from '#http/chain/attribute-operation.ts';
import { readOperationId } from '#http/request/operation-id.ts';
import { readOwner } from '#http/request/placement.ts';
import { readFlowCaller } from '#http/request/read-flow-caller.ts';
import { store } from '#http/wiring/conversation-store.ts';

const guess = new OwnerGuess();

/** POST /api/v2/conversations/{conversationId}/flows/{flowExecutionId}/attributes */
export const handler = attributeOperation(
  contract,
  (input) => ({
    operation: readOperationId(input),
    conversationId: input.id('conversationId'),
    caller: readFlowCaller(input, input.body.flowType),
    owner: readOwner(input, input.body),
    attributes: input.body.attributes,
  }),
  async (command) => {
    const { revision } = await setAttributes(store, { ...command, guess });
    return { status: 202, body: { pending: [...command.attributes.keys()], revision } };
  },
);
