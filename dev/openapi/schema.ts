/** A JSON Schema (2020-12), as OpenAPI 3.1 takes it. */
export type Schema = Readonly<Record<string, unknown>>;

/** A reference to a schema of the document by its name. The names themselves are in `schemas.ts`, with a typed `ref`. */
export function to(name: string): Schema {
  return { $ref: `#/components/schemas/${name}` };
}

/** An object that always has these fields, and may have the optional ones. */
export function object(required: Record<string, Schema>, optional: Record<string, Schema> = {}): Schema {
  const properties = { ...required, ...optional };
  return { type: 'object', properties, required: Object.keys(required), additionalProperties: false };
}

/** A list of at most so many. */
export function list(items: Schema, maxItems: number): Schema {
  return { type: 'array', items, maxItems };
}

/** A text of at most so many characters: no more than it may have bytes. */
export function textOf(maxLength: number): Schema {
  return { type: 'string', maxLength };
}

/** One of these words. */
export function oneOf(values: readonly string[]): Schema {
  return { type: 'string', enum: values };
}
