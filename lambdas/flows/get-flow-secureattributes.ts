import { contract } from '#contract/flows/get-flow-secureattributes.ts';
import { getSecured } from '#domain/operations/secured-attributes.ts';
import { operation } from '#http/chain/operation.ts';
import { flowCallerInQuery, securedCaller } from '#http/request/flow-caller.ts';
import { namesInQuery } from '#http/request/page.ts';
import { unsealedObject } from '#http/response/unsealed.ts';
import { secured } from '#http/wiring/secured-store.ts';

/** GET /api/v2/conversations/{conversationId}/flows/{flowExecutionId}/secureattributes */
export const handler = operation(
  contract,
  (input) => ({
    conversationId: input.id('conversationId'),
    caller: securedCaller(input, flowCallerInQuery(input)),
    names: namesInQuery(input),
  }),
  async (query, { event }) => {
    const { notSet, version, ...unsealed } = await getSecured(secured, query);
    return { status: 200, body: { ...unsealedObject(event, unsealed), notSet, version } };
  },
);
