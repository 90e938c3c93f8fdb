import { contract } from '#contract/secured/patch-secureattributes.ts';
import { attributeOperation } from '#http/chain/attribute-operation.ts';
import { requireSecuredNames } from '#http/chain/authorize.ts';
import { readSecuredOperationId } from '#http/request/operation-id.ts';
import { answerSecuredWrite } from '#http/response/secured-answer.ts';

/** PATCH /api/v2/conversations/{conversationId}/secureattributes */
export const handler = attributeOperation(
  contract,
  (input) => {
    requireSecuredNames(input.event, 'secured:write', input.body.attributes.keys());
    return {
      operation: readSecuredOperationId(input),
      conversationId: input.id('conversationId'),
      attributes: input.body.attributes,
      replace: false,
      mayWrite: (name) => input.rules.mayWrite(name),
      versions: input.ifMatch,
    };
  },
  answerSecuredWrite,
);
