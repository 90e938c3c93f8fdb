import {
  type Definition,
  type DefinitionTable,
  dropDefinition,
  findDefinition,
  type NamedDefinition,
  putDefinition,
} from '#domain/definitions.ts';
import type { OperationId } from '#domain/operation-ids.ts';
import { writeSettings } from '#domain/operations/write-settings.ts';
import type { SettingsRow } from '#domain/settings.ts';
import type { VersionMatch } from '#domain/update.ts';

/** A write of the definition of one name. */
export interface DefineAttribute {
  readonly operation: OperationId;
  readonly name: string;
  /** What its version must be; 0 where there is none. */
  readonly versions: readonly VersionMatch[];
  /** `null` removes it. */
  readonly definition: Definition | null;
}

/**
 * Defines a name, or removes its definition: once, however often the operation is delivered.
 *
 * @returns the definition after it, undefined where there is none; for a repeated delivery, as it is now.
 * @throws Refusal as `writeSettings`; `attribute-not-defined` for a removal of none, `unprocessable-content` without room.
 */
export async function defineAttribute(
  row: SettingsRow<DefinitionTable>,
  { operation, name, versions, definition }: DefineAttribute,
): Promise<NamedDefinition | undefined> {
  const table = await writeSettings(row, {
    operation,
    what: `the definition of the attribute ${JSON.stringify(name)}`,
    versions,
    versionOf: (known) => findDefinition(known, name)?.version ?? 0,
    change: (known, version) =>
      definition === null ? dropDefinition(known, name) : putDefinition(known, { ...definition, name, version }),
  });
  return findDefinition(table, name);
}
