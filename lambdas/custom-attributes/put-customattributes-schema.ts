import { contract } from '#contract/custom-attributes/put-customattributes-schema.ts';
import { replaceSchema } from '#domain/operations/write-schema.ts';
import { operation } from '#http/chain/operation.ts';
import { readOperationId } from '#http/request/operation-id.ts';
import { matchBodyVersion } from '#http/request/preconditions.ts';
import { readSchemaInput } from '#http/request/schema-input.ts';
import { answerWrittenSchema } from '#http/response/written-schema.ts';
import { settings } from '#http/wiring/settings-store.ts';

/** PUT /api/v2/conversations/customattributes/schemas/{schemaId} */
export const handler = operation(
  contract,
  (input) => {
    const { version, enabled, jsonSchema } = input.body;
    return {
      operation: readOperationId(input),
      id: input.id('schemaId'),
      versions: [...input.ifMatch, ...matchBodyVersion(version)],
      schema: readSchemaInput(jsonSchema, enabled),
    };
  },
  async (command, { mayRead }) => answerWrittenSchema(await replaceSchema(settings.definitions(), command), mayRead),
);
