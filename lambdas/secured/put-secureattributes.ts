import { contract } from '#contract/secured/put-secureattributes.ts';
import { operation } from '#http/chain/operation.ts';
import { securedOperationId } from '#http/request/operation-id.ts';
import { bodyVersion } from '#http/request/preconditions.ts';
import { answerSecuredWrite } from '#http/response/secured-answer.ts';

/** PUT /api/v2/conversations/{conversationId}/secureattributes */
export const handler = operation(
  contract,
  (input) => ({
    operation: securedOperationId(input),
    conversationId: input.id('conversationId'),
    attributes: input.body.attributes,
    replace: true,
    versions: [...input.ifMatch, ...bodyVersion(input.body.version)],
  }),
  answerSecuredWrite,
);
