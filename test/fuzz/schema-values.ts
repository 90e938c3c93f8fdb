import fc from 'fast-check';
import { contract, type Schema } from '../contract/document.ts';

/** What is read of a schema of the document. */
interface JsonSchema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: JsonSchema | boolean;
  readonly propertyNames?: JsonSchema;
  readonly maxProperties?: number;
  readonly items?: JsonSchema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
}

/** Values worth trying by the name of a field or parameter: those that mean something to the server under test. */
export type Hints = Readonly<Record<string, readonly unknown[]>>;

/** Values that a schema of the document allows; those that a hint names for `field`, or for its elements, come often. */
export function valuesOf(schema: Schema, hints: Hints, field = ''): fc.Arbitrary<unknown> {
  if (schema.type === 'array') return lists(schema as JsonSchema, hints, field);
  const own = ofSchema(schema as JsonSchema, hints);
  const hinted = hints[field];
  return hinted ? fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...hinted) }, { weight: 1, arbitrary: own }) : own;
}

function ofSchema(schema: JsonSchema, hints: Hints): fc.Arbitrary<unknown> {
  if (schema.$ref !== undefined) return ofReference(schema.$ref, schema.pattern, hints);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map((one) => ofSchema(one, hints)));
  if (schema.type === undefined) return fc.jsonValue({ maxDepth: 3 });
  const types = [schema.type].flat();
  return fc.oneof(...types.map((type) => ofType(type, schema, hints)));
}

/** @param pattern that a place of the schema adds to it. */
function ofReference(reference: string, pattern: string | undefined, hints: Hints): fc.Arbitrary<unknown> {
  const name = reference.replace('#/components/schemas/', '');
  const found = contract.components.schemas[name];
  if (!found) throw new Error(`the document has no schema "${name}"`);
  const all = valuesOf(found, hints, name);
  const values = pattern === undefined ? all : all.filter((value) => new RegExp(pattern, 'u').test(String(value)));
  // The document says it in words.
  return name === 'Value' ? values.filter((value) => value !== null) : values;
}

function ofType(type: string, schema: JsonSchema, hints: Hints): fc.Arbitrary<unknown> {
  const { minimum = 0, maximum = Number.MAX_SAFE_INTEGER } = schema;
  switch (type) {
    case 'null':
      return fc.constant(null);
    case 'boolean':
      return fc.boolean();
    case 'number':
      return fc.double({ noNaN: true, noDefaultInfinity: true });
    case 'integer':
      return fc.integer({ min: minimum, max: maximum });
    case 'string':
      return texts(schema);
    case 'array':
      return lists(schema, hints, '');
    default:
      return objects(schema, hints);
  }
}

/** Texts of people and machines, short mostly; and the longest, where that is not too long for a test. */
function texts({ pattern, minLength = 0, maxLength = 1_000 }: JsonSchema): fc.Arbitrary<string> {
  if (pattern !== undefined) {
    const matching = fc.stringMatching(new RegExp(pattern, 'u'));
    return matching.filter((text) => text.length >= minLength && text.length <= maxLength);
  }
  const length = { minLength, maxLength: Math.min(maxLength, 40) };
  const short = [
    fc.string({ ...length, unit: 'grapheme' }),
    fc.string({ ...length, unit: 'binary' }),
    fc.string(length),
  ];
  return maxLength > 10_000 ? fc.oneof(...short) : fc.oneof(...short, fc.constant('x'.repeat(maxLength)));
}

function lists(schema: JsonSchema, hints: Hints, field: string): fc.Arbitrary<unknown> {
  const { items = {}, minItems = 0, maxItems = 10 } = schema;
  return fc.array(valuesOf(items as Schema, hints, field), { minLength: minItems, maxLength: Math.min(maxItems, 10) });
}

function objects(schema: JsonSchema, hints: Hints): fc.Arbitrary<unknown> {
  const { properties = {}, required = [], additionalProperties, propertyNames } = schema;
  const fields = Object.entries(properties).map(
    ([field, own]) => [field, valuesOf(own as Schema, hints, field)] as const,
  );
  if (fields.length > 0) return fc.record(Object.fromEntries(fields), { requiredKeys: [...required] });
  const value = typeof additionalProperties === 'object' ? ofSchema(additionalProperties, hints) : fc.jsonValue();
  const name = valuesOf((propertyNames ?? { type: 'string' }) as Schema, hints, 'attribute') as fc.Arbitrary<string>;
  const most = Math.min(schema.maxProperties ?? 8, 8);
  // `fromEntries` makes a field of `__proto__` too.
  return fc.array(fc.tuple(name, value), { maxLength: most }).map((entries) => Object.fromEntries(entries));
}
