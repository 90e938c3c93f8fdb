import type { Json } from '#domain/json.ts';
import { limits } from '#domain/limits.ts';
import { described, integer, list, named, object, schemaOf, type TypeOf, textOf } from '../schema.ts';
import { Attributes, masked, name } from './attributes.ts';
import { Id, text, time, Version } from './basics.ts';

const uri = textOf(512);

const isEnabled = schemaOf<boolean>({ type: 'boolean', description: 'No record is written under one that is not.' });

/** Without the types of its properties: generators write no code that compiles of a field called `$ref`. */
export const SchemaProperties = named(
  'SchemaProperties',
  schemaOf<Readonly<Record<string, Json>>>({
    type: 'object',
    propertyNames: name,
    maxProperties: limits.schemaNames,
    additionalProperties: {},
    description:
      'Properties by name, as Genesys Cloud writes them: `{"allOf": [{"$ref": "#/definitions/text"}], "title", "description"}`, of a text with `minLength` and `maxLength`, of an integer or number with `minimum` and `maximum`, of an enum with `enum` and `_enumProperties`. Instead of `allOf` a property may have the `type` string, integer, number or boolean. The core types are text, longtext, url, identifier, enum, date, datetime, integer, number, checkbox and tag.',
  }),
);

const JsonSchemaDocument = named(
  'JsonSchemaDocument',
  object(
    { $schema: text, title: text, required: list(name, limits.schemaNames), properties: SchemaProperties },
    { description: textOf(limits.descriptionBytes) },
  ),
  'The names of a schema, as they are defined now.',
);

export const DataSchema = named(
  'DataSchema',
  object({
    id: Id,
    version: Version,
    enabled: isEnabled,
    dateCreated: time,
    jsonSchema: JsonSchemaDocument,
    selfUri: uri,
  }),
  'A group of defined names, in the words of Genesys Cloud.',
);

export const WrittenSchema = named(
  'WrittenSchema',
  object({ id: Id, version: Version }),
  'What a token that may not read settings is told of a schema that it writes.',
);

export const DataSchemaList = named(
  'DataSchemaList',
  object({ total: integer(0, limits.schemas), entities: list(DataSchema, limits.schemas), selfUri: uri }),
  'Schemas, in the order in which they were made.',
);

export const CustomAttributes = named(
  'CustomAttributes',
  object(
    {
      id: described(Id, 'That of its schema: a conversation has one record of each.'),
      conversationId: Id,
      divisions: described(list(text, 0), 'Empty: there are none.'),
      schema: object({ id: Id, version: Version, enabled: isEnabled, selfUri: uri }),
      customAttributes: Attributes,
      version: described(Version, 'Of the conversation: every change of it raises it.'),
      dateCreated: described(time, 'When the conversation started.'),
      selfUri: uri,
    },
    { masked },
  ),
  'What the data of a conversation has of the names in a schema, in the words of Genesys Cloud.',
);

export const CustomAttributesList = named(
  'CustomAttributesList',
  object({ results: list(CustomAttributes, limits.schemas), version: Version }),
  'The records that a conversation has.',
);

export const CustomAttributesId = named(
  'CustomAttributesId',
  object({ id: Id }),
  'The id of a record that was written.',
);

const RecordResult = named(
  'RecordResult',
  object({ statusCode: integer(200, 200) }, { attributes: CustomAttributes }),
  'A record as it was written; without a token that may read it its status alone.',
);

export const RecordResults = named(
  'RecordResults',
  object({
    results: schemaOf<Readonly<Record<string, TypeOf<typeof RecordResult>>>>({
      type: 'object',
      propertyNames: Id,
      maxProperties: limits.schemas,
      additionalProperties: RecordResult,
      description: 'By the ids of the records. All are written, or none.',
    }),
  }),
  'What has become of the records of a request.',
);
