import { contract } from '#contract/flows/get-attributes.ts';
import { getAttributes } from '#domain/operations/get-attributes.ts';
import { attributeOperation } from '#http/chain/attribute-operation.ts';
import { makeOperationId } from '#http/request/operation-id.ts';
import { readNames } from '#http/request/page.ts';
import { readOwnerFromQuery } from '#http/request/placement.ts';
import { readFlowCallerFromQuery } from '#http/request/read-flow-caller.ts';
import { representAliases, representAttributes } from '#http/response/representations.ts';
import { openStore } from '#http/wiring/readable-store.ts';

/** GET /api/v2/conversations/{conversationId}/flows/{flowExecutionId}/attributes */
export const handler = attributeOperation(
  contract,
  (input) => ({
    operation: makeOperationId(),
    conversationId: input.id('conversationId'),
    caller: readFlowCallerFromQuery(input),
    names: readNames(input),
    ...readOwnerFromQuery(input),
  }),
  async (query, { event, view: ready }) => {
    const { attributes, setOn, notSet, version } = await getAttributes(openStore(event), { ...query, view: ready });
    const view = await ready;
    const places = setOn && { setOn: Object.fromEntries(setOn) };
    const shown = { attributes: representAttributes(attributes, view), masked: view.listMasked(attributes.keys()) };
    const aliases = representAliases(query.names, view);
    return { status: 200, body: { ...shown, ...places, aliases, notSet, version } };
  },
);
