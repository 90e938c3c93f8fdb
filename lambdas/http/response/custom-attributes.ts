import { records as recordsPath, schemas as schemasPath } from '#contract/paths.ts';
import type { TypeOf } from '#contract/schema.ts';
import type * as schemas from '#contract/schemas/custom-attributes.ts';
import type { Conversation } from '#domain/conversation.ts';
import type { DataSchema } from '#domain/data-schema.ts';
import { describeProperties, type SchemaProperty } from '#domain/data-schemas.ts';
import type { DefinitionTable } from '#domain/definitions.ts';
import type { Json } from '#domain/json.ts';
import type { View } from '#domain/rules.ts';
import { formatTime, representAttributes } from '#http/response/representations.ts';

/** A schema in the words of Genesys Cloud. */
export function representSchema(table: DefinitionTable, schema: DataSchema): TypeOf<typeof schemas.DataSchema> {
  const { id, version, enabled, created, title, description, required } = schema;
  const properties = describeProperties(table, schema).map((one) => [one.name, representProperty(one)] as const);
  return {
    id,
    version,
    enabled,
    dateCreated: formatTime(created),
    jsonSchema: {
      $schema: 'http://json-schema.org/draft-04/schema#',
      title,
      description,
      required,
      properties: Object.fromEntries(properties),
    },
    selfUri: `${schemasPath}/${id}`,
  };
}

function representProperty({ name: _, coreType, values, options, ...rest }: SchemaProperty): Json {
  const titles = values?.map((value) => [value, { title: options?.[value] ?? value, _disabled: false }] as const);
  const property = {
    allOf: [{ $ref: `#/definitions/${coreType}` }],
    ...rest,
    ...(values && titles && { enum: values, _enumProperties: Object.fromEntries(titles) }),
  };
  return property as unknown as Json;
}

/** The record that a conversation has of a schema, in the words of Genesys Cloud. */
export function representRecord(
  schema: DataSchema,
  conversation: Conversation,
  view: View,
): TypeOf<typeof schemas.CustomAttributes> {
  const { id, version, enabled, fields } = schema;
  const own = new Map([...conversation.data].filter(([name]) => fields.some((field) => field.name === name)));
  return {
    id,
    conversationId: conversation.id,
    divisions: [],
    schema: { id, version, enabled, selfUri: `${schemasPath}/${id}` },
    customAttributes: representAttributes(own, view),
    masked: view.listMasked(own.keys()),
    version: conversation.version,
    dateCreated: formatTime(conversation.startTime),
    selfUri: `${recordsPath.replace('{conversationId}', conversation.id)}/${id}`,
  };
}

/**
 * What has become of records that were written together.
 *
 * @param view - what the caller may see; undefined: nothing
 */
export function representResults(
  records: readonly { readonly schema: DataSchema }[],
  conversation: Conversation,
  view: View | undefined,
): TypeOf<typeof schemas.RecordResults> {
  const results = records.map(({ schema }) => {
    const attributes = view && representRecord(schema, conversation, view);
    return [schema.id, { statusCode: 200, ...(attributes && { attributes }) }] as const;
  });
  return { results: Object.fromEntries(results) };
}
