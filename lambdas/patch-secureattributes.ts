import { operation } from '#http/operation.ts';
import { securedPatch } from '#http/schemas.ts';
import { write } from '#http/secured-answer.ts';

/** PATCH /api/v2/conversations/{conversationId}/secureattributes */
export const handler = operation('patch-secureattributes', (input) => {
  const { attributes } = input.body(securedPatch);
  return write(input, { attributes, replace: false, versions: [] });
});
