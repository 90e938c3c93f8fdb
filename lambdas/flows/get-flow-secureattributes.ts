import { contract } from '#contract/flows/get-flow-secureattributes.ts';
import { getSecured } from '#domain/operations/secured-attributes.ts';
import { flowCallerInQuery } from '#http/flow-caller.ts';
import { operation } from '#http/operation.ts';
import { namesInQuery } from '#http/page.ts';
import { unsealedObject } from '#http/unsealed.ts';
import { secured } from '#http/vault.ts';

/** GET /api/v2/conversations/{conversationId}/flows/{flowExecutionId}/secureattributes */
export const handler = operation(
  contract,
  (input) => ({
    conversationId: input.id('conversationId'),
    caller: flowCallerInQuery(input),
    names: namesInQuery(input),
  }),
  async (query, { event }) => {
    const { notSet, version, ...unsealed } = await getSecured(secured, query);
    return { status: 200, body: { ...unsealedObject(event, unsealed), notSet, version } };
  },
);
