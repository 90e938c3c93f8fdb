import { newSchema } from '../bodies.ts';
import { writeSettings } from '../common.ts';
import { define, type Reference } from '../contract.ts';
import { schemas } from '../paths.ts';
import { DataSchema, WrittenSchema } from '../schemas/custom-attributes.ts';

/** POST /api/v2/conversations/customattributes/schemas */
export const contract = define<typeof reference>()({
  operation: 'post-customattributes-schema',
  servedBy: 'serve-schemas',
  method: 'POST',
  path: schemas,
  scope: 'settings:write',
  readScope: 'settings:read',
  dynamodb: { settings: ['GetItem', 'PutItem'] },
  body: newSchema,
});

export const reference = () =>
  ({
    summary: 'Make a schema of custom attributes, in the words of Genesys Cloud',
    description:
      'Defines the names in it for every writer, and groups them: what the data of a conversation has of them is a record. Its id is made of the title. A name that is defined already keeps who reads and writes it, its mask and its other spellings. It counts for requests that begin a minute later or more.',
    bodySchema: {
      name: 'DataSchemaInput',
      description: 'A schema, as JSON Schema (draft 4) in the words of Genesys Cloud.',
      fields: {
        $schema: 'http://json-schema.org/draft-04/schema#, and nothing else.',
        title: 'Of all schemas that are enabled none has it.',
        required: 'Names that a record must have.',
      },
    },
    answers: { 200: [DataSchema, WrittenSchema] },
    hasVersion: true,
    refusals: writeSettings.filter((code) => code !== 'version-conflict' && code !== 'precondition-failed'),
    client: { leftOut: 'It is for the SDKs of Genesys Cloud.' },
    example: {
      body: {
        $schema: 'http://json-schema.org/draft-04/schema#',
        title: 'Claims',
        required: ['claimNumber'],
        properties: {
          claimNumber: { type: 'string', title: 'Claim', maxLength: 12 },
          damage: { type: 'number', title: 'Damage, in euros', minimum: 0 },
        },
      },
      status: 200,
    },
  }) satisfies Reference;
