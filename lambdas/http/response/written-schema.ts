import type { WrittenSchema } from '#domain/operations/write-schema.ts';
import { representSchema } from '#http/response/custom-attributes.ts';
import { rules } from '#http/wiring/rules.ts';

/** The answer to a write of a schema. */
export function answerWrittenSchema({ table, schema }: WrittenSchema, mayRead: boolean) {
  // Where one process serves all operations, as on one machine, it counts at once.
  rules.forget();
  const { id, version } = schema;
  return { status: 200 as const, body: mayRead ? representSchema(table, schema) : { id, version }, version };
}
