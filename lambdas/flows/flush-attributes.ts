import { contract } from '#contract/flows/flush-attributes.ts';
import { flushAttributes } from '#domain/operations/flush-attributes.ts';
import { attributeOperation } from '#http/chain/attribute-operation.ts';
import { readOperationId } from '#http/request/operation-id.ts';
import { readOwner } from '#http/request/placement.ts';
import { readFlowCaller } from '#http/request/read-flow-caller.ts';
import { store } from '#http/wiring/indexing-store.ts';

/** POST /api/v2/conversations/{conversationId}/flows/{flowExecutionId}/flush */
export const handler = attributeOperation(
  contract,
  (input) => ({
    operation: readOperationId(input),
    conversationId: input.id('conversationId'),
    caller: readFlowCaller(input, input.body.flowType),
    owner: readOwner(input, input.body),
    attributes: input.body.attributes ?? new Map(),
  }),
  async (command) => {
    const { flushed, securedFlushed, version } = await flushAttributes(store, command);
    return { status: 200, body: { flushed, ...(securedFlushed > 0 && { securedFlushed }), version } };
  },
);
