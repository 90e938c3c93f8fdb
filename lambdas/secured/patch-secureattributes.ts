import { contract } from '#contract/secured/patch-secureattributes.ts';
import { operation } from '#http/chain/operation.ts';
import { securedOperationId } from '#http/request/operation-id.ts';
import { answerSecuredWrite } from '#http/response/secured-answer.ts';

/** PATCH /api/v2/conversations/{conversationId}/secureattributes */
export const handler = operation(
  contract,
  (input) => ({
    operation: securedOperationId(input),
    conversationId: input.id('conversationId'),
    attributes: input.body.attributes,
    replace: false,
    versions: input.ifMatch,
  }),
  answerSecuredWrite,
);
