import { contract } from '#contract/flows/get-attributes.ts';
import { getAttributes } from '#domain/operations/get-attributes.ts';
import { operation } from '#http/chain/operation.ts';
import { makeOperationId } from '#http/request/operation-id.ts';
import { readNames } from '#http/request/page.ts';
import { readOwnerFromQuery } from '#http/request/placement.ts';
import { readFlowCallerFromQuery } from '#http/request/read-flow-caller.ts';
import { representAttributes } from '#http/response/representations.ts';
import { openStore } from '#http/wiring/readable-store.ts';

/** GET /api/v2/conversations/{conversationId}/flows/{flowExecutionId}/attributes */
export const handler = operation(
  contract,
  (input) => ({
    operation: makeOperationId(),
    conversationId: input.id('conversationId'),
    caller: readFlowCallerFromQuery(input),
    names: readNames(input),
    ...readOwnerFromQuery(input),
  }),
  async (query, { event }) => {
    const { attributes, setOn, notSet, version } = await getAttributes(openStore(event), query);
    const places = setOn && { setOn: Object.fromEntries(setOn) };
    return { status: 200, body: { attributes: representAttributes(attributes), ...places, notSet, version } };
  },
);
