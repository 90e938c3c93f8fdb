import { contract } from '#contract/flows/get-attributes.ts';
import { getAttributes } from '#domain/operations/get-attributes.ts';
import { operation } from '#http/chain/operation.ts';
import { flowCallerInQuery } from '#http/request/flow-caller.ts';
import { ownOperation } from '#http/request/own-operation.ts';
import { namesInQuery } from '#http/request/page.ts';
import { ownerInQuery } from '#http/request/placement.ts';
import { attributesObject } from '#http/response/representations.ts';
import { store } from '#http/wiring/conversation-store.ts';

/** GET /api/v2/conversations/{conversationId}/flows/{flowExecutionId}/attributes */
export const handler = operation(
  contract,
  (input) => ({
    operation: ownOperation(),
    conversationId: input.id('conversationId'),
    caller: flowCallerInQuery(input),
    names: namesInQuery(input),
    ...ownerInQuery(input),
  }),
  async (query) => {
    const { attributes, setOn, notSet, version } = await getAttributes(store, query);
    const places = setOn && { setOn: Object.fromEntries(setOn) };
    return { status: 200, body: { attributes: attributesObject(attributes), ...places, notSet, version } };
  },
);
