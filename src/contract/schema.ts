declare const type: unique symbol;

/** A JSON Schema (2020-12), as OpenAPI 3.1 takes it, of values of a type. */
export type Schema<Type = unknown> = Readonly<Record<string, unknown>> & { readonly [type]?: Type };

/** The type of the values that a schema describes. */
export type TypeOf<Described> = Described extends { readonly [type]?: infer Type } ? Type : never;

type Fields = Readonly<Record<string, Schema>>;

type ObjectOf<Required extends Fields, Optional extends Fields> = {
  readonly [Name in keyof Required]: TypeOf<Required[Name]>;
} & { readonly [Name in keyof Optional]?: TypeOf<Optional[Name]> | undefined };

/** The named schemas of the document, by their names. */
export const components: Record<string, Schema> = {};

/** A schema that the document has under a name, perhaps with a description. @returns a reference to it */
export function named<Type>(name: string, schema: Schema<Type>, description?: string): Schema<Type> {
  if (name in components) throw new Error(`There are two schemas "${name}".`);
  components[name] = description === undefined ? schema : described(schema, description);
  return { $ref: `#/components/schemas/${name}` };
}

/** A schema of a type that is written by hand. */
export function schemaOf<Type>(schema: Readonly<Record<string, unknown>>): Schema<Type> {
  return schema;
}

/** A schema with a description, or another one. */
export function described<Type>(schema: Schema<Type>, description: string): Schema<Type> {
  return { ...schema, description };
}

/** An object that always has these fields, and may have the optional ones. A later version may add others: clients ignore them. */
export function object<Required extends Fields, Optional extends Fields = Record<never, never>>(
  required: Required,
  optional?: Optional,
): Schema<ObjectOf<Required, Optional>> {
  const properties = { ...required, ...optional };
  return { type: 'object', properties, required: Object.keys(required) };
}

/** A list of at most so many. */
export function list<Item>(items: Schema<Item>, maxItems: number): Schema<readonly Item[]> {
  return { type: 'array', items, maxItems };
}

/** A text of at most so many characters: no more than it may have bytes. */
export function textOf(maxLength: number): Schema<string> {
  return { type: 'string', maxLength };
}

/** One of these words. */
export function oneOf<Word extends string>(words: readonly Word[]): Schema<Word> {
  return { type: 'string', enum: words };
}

/** An integer in these bounds. */
export function integer(minimum: number, maximum: number): Schema<number> {
  const format = maximum > 0x7fffffff ? 'int64' : 'int32';
  return { type: 'integer', format, minimum, maximum };
}
