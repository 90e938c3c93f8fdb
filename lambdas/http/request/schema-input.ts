import type { InferOutput } from 'valibot';
import type { newSchema } from '#contract/bodies.ts';
import type { SchemaInput } from '#domain/data-schemas.ts';

/** A schema as a body has it, without the word that says which JSON Schema it is. */
export function readSchemaInput(body: InferOutput<typeof newSchema>, enabled: boolean): SchemaInput {
  const { $schema: _dialect, ...schema } = body;
  return { ...schema, enabled };
}
