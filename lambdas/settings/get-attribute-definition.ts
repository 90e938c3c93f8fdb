import { contract } from '#contract/settings/get-attribute-definition.ts';
import { findDefinition, makeNotDefined } from '#domain/definitions.ts';
import { operation } from '#http/chain/operation.ts';
import { settings } from '#http/wiring/settings-store.ts';

/** GET /api/v2/settings/attributes/{name} */
export const handler = operation(
  contract,
  (input) => input.attributeName(),
  async (name) => {
    const definition = findDefinition(await settings.readDefinitions(), name);
    if (definition === undefined) throw makeNotDefined(name);
    return { status: 200, body: definition, version: definition.version };
  },
);
