import { contract } from '#contract/secured/patch-secureattributes.ts';
import { requireSecuredNames } from '#http/chain/authorize.ts';
import { operation } from '#http/chain/operation.ts';
import { readSecuredOperationId } from '#http/request/operation-id.ts';
import { answerSecuredWrite } from '#http/response/secured-answer.ts';

/** PATCH /api/v2/conversations/{conversationId}/secureattributes */
export const handler = operation(
  contract,
  (input) => {
    requireSecuredNames(input.event, 'secured:write', input.body.attributes.keys());
    return {
      operation: readSecuredOperationId(input),
      conversationId: input.id('conversationId'),
      attributes: input.body.attributes,
      replace: false,
      versions: input.ifMatch,
    };
  },
  answerSecuredWrite,
);
