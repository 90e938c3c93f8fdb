import { contract } from '#contract/secured/put-secureattributes.ts';
import { attributeOperation } from '#http/chain/attribute-operation.ts';
import { readSecuredOperationId } from '#http/request/operation-id.ts';
import { matchBodyVersion } from '#http/request/preconditions.ts';
import { answerSecuredWrite } from '#http/response/secured-answer.ts';

/** PUT /api/v2/conversations/{conversationId}/secureattributes */
export const handler = attributeOperation(
  contract,
  (input) => ({
    operation: readSecuredOperationId(input),
    conversationId: input.id('conversationId'),
    attributes: input.body.attributes,
    replace: true,
    mayWrite: (name) => input.rules.mayWrite(name),
    versions: [...input.ifMatch, ...matchBodyVersion(input.body.version)],
  }),
  answerSecuredWrite,
);
