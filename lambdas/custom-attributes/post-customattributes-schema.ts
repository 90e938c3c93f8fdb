import { contract } from '#contract/custom-attributes/post-customattributes-schema.ts';
import { createSchema } from '#domain/operations/write-schema.ts';
import { operation } from '#http/chain/operation.ts';
import { readOperationId } from '#http/request/operation-id.ts';
import { readSchemaInput } from '#http/request/schema-input.ts';
import { answerWrittenSchema } from '#http/response/written-schema.ts';
import { settings } from '#http/wiring/settings-store.ts';

/** POST /api/v2/conversations/customattributes/schemas */
export const handler = operation(
  contract,
  (input) => ({ operation: readOperationId(input), schema: readSchemaInput(input.body, true) }),
  async (command, { mayRead }) => answerWrittenSchema(await createSchema(settings.definitions(), command), mayRead),
);
