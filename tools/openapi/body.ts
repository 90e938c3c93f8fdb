import { type JsonSchema, toJsonSchema } from '@valibot/to-json-schema';
import type { GenericSchema } from 'valibot';
import * as bodies from '#contract/bodies.ts';
import { described, list, type Schema, textOf } from '#contract/schema.ts';
import * as attributes from '#contract/schemas/attributes.ts';
import { Id, time } from '#contract/schemas/basics.ts';
import { addresses } from '#contract/schemas/conversations.ts';
import { SchemaProperties } from '#contract/schemas/custom-attributes.ts';
import { FlowType } from '#contract/schemas/flows.ts';
import { limits } from '#domain/limits.ts';

/** What the domain validates and the schemas only name. */
const named: ReadonlyMap<unknown, Schema> = new Map<unknown, Schema>([
  [bodies.schemaProperties, SchemaProperties],
  [bodies.values, attributes.AttributesInput],
  [bodies.changes, attributes.AttributeChanges],
  [bodies.expected, attributes.ExpectedAttributes],
  [bodies.strings, attributes.StringAttributesInput],
  [bodies.stringChanges, attributes.StringAttributeChanges],
  [bodies.attributeObject, attributes.GuestAttributes],
  [bodies.attributeObjectOrText, attributes.Metadata],
  [bodies.id.pipe[0], Id],
  [bodies.unchanged.id, describeReadOnly({ type: 'string', maxLength: limits.idLength })],
  [bodies.unchanged.text, describeReadOnly(textOf(limits.textBytes))],
  [bodies.unchanged.addresses, describeReadOnly(addresses)],
  [bodies.unchanged.time, describeReadOnly(time)],
]);

/** A field that a body may repeat as it was read. */
function describeReadOnly(schema: Schema): Schema {
  return { ...schema, description: 'As it was read, or left out: read-only.' };
}

/** Fields that the handlers check further: a purpose may become an id, saved attributes are names, a flow type has any case. */
const checked: Readonly<Record<string, Schema>> = {
  purpose: Id,
  flowType: FlowType,
  savedAttributes: { ...list(attributes.name, limits.savedNames), uniqueItems: true },
  aliases: { ...list(attributes.name, limits.spellings), uniqueItems: true },
};

/** Schemas inside bodies that have a name of their own. */
const parts: ReadonlyMap<unknown, string> = new Map<unknown, string>([
  [bodies.newParticipant, 'ParticipantInput'],
  [bodies.interactionChange, 'InteractionChange'],
]);

/**
 * The body of a request as a schema of the document, made from the one that validates it.
 *
 * @param descriptions of its fields
 */
export function schemaOfBody(body: GenericSchema, descriptions: Readonly<Record<string, string>> = {}): Schema {
  const { $schema: _dialect, ...schema } = toJsonSchema(body, {
    target: 'draft-2020-12',
    // Of what is converted before it is checked, the type that is checked.
    typeMode: 'output',
    ignoreActions: ['check', 'raw_check', 'safe_integer'],
    overrideSchema: ({ valibotSchema, jsonSchema }) => {
      const part = (valibotSchema as unknown) === body ? undefined : parts.get(valibotSchema);
      const ref = part === undefined ? named.get(valibotSchema) : { $ref: `#/components/schemas/${part}` };
      // Generators take a field with a default for one that is always there.
      const { default: _default, ...own } = jsonSchema;
      return (ref ?? addBounds(addChecks(own))) as JsonSchema;
    },
    overrideAction: ({ valibotAction, jsonSchema }) =>
      // No text has more characters than bytes.
      valibotAction.type === 'max_bytes' && 'requirement' in valibotAction
        ? ({ ...jsonSchema, maxLength: valibotAction.requirement } as JsonSchema)
        : undefined,
  });
  const properties = Object.entries(schema.properties ?? {}).map(([name, field]) => {
    const description = descriptions[name];
    return [name, description === undefined ? field : { ...(field as object), description }];
  });
  return properties.length === 0 ? (schema as Schema) : { ...schema, properties: Object.fromEntries(properties) };
}

function addChecks(schema: JsonSchema): JsonSchema {
  const properties = Object.entries(schema.properties ?? {}).map(([field, own]) => {
    const one = checked[field];
    const isNullable =
      typeof own === 'object' && own.anyOf?.some((other) => typeof other === 'object' && other.type === 'null');
    return [field, one && isNullable ? { anyOf: [one, { type: 'null' }] } : (one ?? own)];
  });
  return properties.length === 0 ? schema : { ...schema, properties: Object.fromEntries(properties) };
}

/** What the schemas check by hand, in JSON Schema's words; and the bounds that a body of 256 KiB sets. */
function addBounds(schema: JsonSchema): JsonSchema {
  switch (schema.type) {
    case 'integer':
    case 'number':
      return { maximum: Number.MAX_SAFE_INTEGER, ...schema, type: 'integer', format: 'int64' } as JsonSchema;
    case 'string':
      return schema.enum ? schema : { maxLength: limits.bodyBytes, ...schema };
    default:
      return schema;
  }
}

/** The schemas of bodies that no operation takes alone. */
export const bodyParts: Readonly<Record<string, Schema>> = {
  InteractionChange: described(
    schemaOfBody(bodies.interactionChange, {
      id: 'The id of the participant, or an alias.',
      version: 'The version that was read: refused when it is not current.',
    }),
    'Changes of one of the participants of an interaction.',
  ),
};
