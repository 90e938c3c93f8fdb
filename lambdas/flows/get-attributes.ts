import { contract } from '#contract/flows/get-attributes.ts';
import { getAttributes } from '#domain/operations/get-attributes.ts';
import { store } from '#http/conversations.ts';
import { flowCallerInQuery } from '#http/flow-caller.ts';
import { operation } from '#http/operation.ts';
import { ownOperation } from '#http/own-operation.ts';
import { namesInQuery } from '#http/page.ts';
import { ownerInQuery } from '#http/placement.ts';
import { attributesObject } from '#http/representations.ts';

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
