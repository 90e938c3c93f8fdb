import { contract } from '#contract/settings/put-attribute-definition.ts';
import { checkDefinition } from '#domain/definitions.ts';
import { defineAttribute } from '#domain/operations/define-attribute.ts';
import { operation } from '#http/chain/operation.ts';
import { readOperationId } from '#http/request/operation-id.ts';
import { matchBodyVersion } from '#http/request/preconditions.ts';
import { rules } from '#http/wiring/rules.ts';
import { settings } from '#http/wiring/settings-store.ts';

/** PUT /api/v2/settings/attributes/{name} */
export const handler = operation(
  contract,
  (input) => {
    const name = input.attributeName();
    const { name: repeated, version, ...definition } = input.body;
    if (repeated !== undefined && repeated !== name) {
      input.violations.unprocessable('name', `is ${JSON.stringify(repeated)}, and ${JSON.stringify(name)} in the path`);
    }
    checkDefinition(name, definition, input.violations);
    return {
      operation: readOperationId(input),
      name,
      versions: [...input.ifMatch, ...matchBodyVersion(version)],
      definition,
    };
  },
  async (command, { mayRead }) => {
    const { name } = command;
    // A repeated delivery after a removal finds none.
    const definition = (await defineAttribute(settings.definitions(), command)) ?? { name, version: 0 };
    // Where one process serves all operations, as on one machine, it counts at once.
    rules.forget();
    const { version } = definition;
    return { status: 200, body: mayRead ? definition : { name, version }, version };
  },
);
