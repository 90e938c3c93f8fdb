import { schemaReplacement } from '../bodies.ts';
import { writeSettings } from '../common.ts';
import { define, type Reference } from '../contract.ts';
import { schemas } from '../paths.ts';
import { DataSchema, WrittenSchema } from '../schemas/custom-attributes.ts';

/** PUT /api/v2/conversations/customattributes/schemas/{schemaId} */
export const contract = define<typeof reference>()({
  operation: 'put-customattributes-schema',
  servedBy: 'serve-schemas',
  method: 'PUT',
  path: `${schemas}/{schemaId}`,
  scope: 'settings:write',
  readScope: 'settings:read',
  dynamodb: { settings: ['GetItem', 'PutItem'] },
  body: schemaReplacement,
  isConditional: true,
});

export const reference = () =>
  ({
    summary: 'Replace a schema of custom attributes, in the words of Genesys Cloud',
    description:
      'Names that it has no more keep their definitions and values. No record is written under one that is not enabled. It counts for requests that begin a minute later or more.',
    bodySchema: {
      name: 'DataSchemaUpdate',
      description: 'A schema with the version that was read.',
      fields: {
        version: 'The version that was read: refused when it is not current.',
        enabled: 'No record is written under one that is not.',
      },
    },
    answers: { 200: [DataSchema, WrittenSchema] },
    hasVersion: true,
    refusals: [...writeSettings, 'schema-not-found'],
    client: { leftOut: 'It is for the SDKs of Genesys Cloud.' },
    example: {
      path: { schemaId: 'claims' },
      body: {
        version: 1,
        enabled: true,
        jsonSchema: {
          $schema: 'http://json-schema.org/draft-04/schema#',
          title: 'Claims',
          required: ['claimNumber'],
          properties: {
            claimNumber: { type: 'string', title: 'Claim', maxLength: 20 },
            damage: { type: 'number', title: 'Damage, in euros', minimum: 0 },
          },
        },
      },
      status: 200,
    },
  }) satisfies Reference;
