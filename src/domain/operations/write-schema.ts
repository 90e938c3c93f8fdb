import type { DataSchema } from '#domain/data-schema.ts';
import { findSchema, makeSchemaId, putSchema, type SchemaInput } from '#domain/data-schemas.ts';
import type { DefinitionTable } from '#domain/definitions.ts';
import type { OperationId } from '#domain/operation-ids.ts';
import { writeSettings } from '#domain/operations/write-settings.ts';
import type { SettingsRow, Versioned } from '#domain/settings.ts';
import type { VersionMatch } from '#domain/update.ts';

/** A schema after a write, in the table that has it. */
export interface WrittenSchema {
  readonly table: Versioned<DefinitionTable>;
  readonly schema: DataSchema;
}

/**
 * Makes a schema and defines its names: once, however often the operation is delivered.
 *
 * @throws Refusal as `writeSettings` and `putSchema`.
 */
export async function createSchema(
  row: SettingsRow<DefinitionTable>,
  { operation, schema: input }: { readonly operation: OperationId; readonly schema: SchemaInput },
): Promise<WrittenSchema> {
  const madeBy = operation.key;
  const table = await writeSettings(row, {
    operation,
    what: 'the schemas',
    versions: [],
    change: (known, version) => {
      const own = { id: makeSchemaId(known, input.title), version: 1, created: operation.at, madeBy };
      return putSchema(known, { ...input, ...own }, version);
    },
  });
  const made = table.schemas.find((one) => one.madeBy === madeBy);
  if (made === undefined) throw new Error('A schema that was made is not in the table');
  return { table, schema: made };
}

/** A replacement of a schema. */
export interface ReplaceSchema {
  readonly operation: OperationId;
  readonly id: string;
  /** What its version must be. */
  readonly versions: readonly VersionMatch[];
  readonly schema: SchemaInput;
}

/**
 * Replaces a schema and defines its names. Names that it has no more keep their definitions.
 *
 * @throws Refusal as `createSchema`; `schema-not-found`.
 */
export async function replaceSchema(
  row: SettingsRow<DefinitionTable>,
  { operation, id, versions, schema: input }: ReplaceSchema,
): Promise<WrittenSchema> {
  const table = await writeSettings(row, {
    operation,
    what: `the schema ${JSON.stringify(id)}`,
    versions,
    versionOf: (known) => findSchema(known, id).version,
    change: (known, version) => {
      const before = findSchema(known, id);
      return putSchema(known, { ...before, ...input, version: before.version + 1 }, version);
    },
  });
  return { table, schema: findSchema(table, id) };
}
