import { operation } from '#http/operation.ts';
import { bodyVersion } from '#http/preconditions.ts';
import { securedReplacement } from '#http/schemas.ts';
import { write } from '#http/secured-answer.ts';

/** PUT /api/v2/conversations/{conversationId}/secureattributes */
export const handler = operation('put-secureattributes', (input) => {
  const { attributes, version } = input.body(securedReplacement);
  return write(input, { attributes, replace: true, versions: bodyVersion(version) });
});
