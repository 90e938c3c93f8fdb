import { contract } from '#contract/settings/delete-attribute-definition.ts';
import { defineAttribute } from '#domain/operations/define-attribute.ts';
import { operation } from '#http/chain/operation.ts';
import { readOperationId } from '#http/request/operation-id.ts';
import { rules } from '#http/wiring/rules.ts';
import { settings } from '#http/wiring/settings-store.ts';

/** DELETE /api/v2/settings/attributes/{name} */
export const handler = operation(
  contract,
  (input) => ({
    operation: readOperationId(input),
    name: input.attributeName(),
    versions: input.ifMatch,
    definition: null,
  }),
  async (command) => {
    await defineAttribute(settings.definitions(), command);
    // Where one process serves all operations, as on one machine, it counts at once.
    rules.forget();
    return { status: 204 };
  },
);
