import { define, type Reference } from '../contract.ts';
import { schemas } from '../paths.ts';
import { DataSchema, DataSchemaList } from '../schemas/custom-attributes.ts';

/** GET /api/v2/conversations/customattributes/schemas, one of them, its versions, and its current version */
export const contract = define<typeof reference>()({
  operation: 'get-customattributes-schemas',
  servedBy: 'serve-schemas',
  method: 'GET',
  path: schemas,
  aliases: [`${schemas}/{schemaId}`, `${schemas}/{schemaId}/versions`, `${schemas}/{schemaId}/versions/{versionId}`],
  scope: 'settings:read',
  dynamodb: { settings: ['GetItem'] },
});

export const reference = () =>
  ({
    summary: 'List the schemas of custom attributes, or get one, in the words of Genesys Cloud',
    description:
      'Those that are not enabled too. Properties are as their names are defined now, whoever has defined them. With an id in the path it gives one; with `versions` a list of its current version, the only one that is kept; with the number of that version the schema.',
    answers: { 200: [DataSchemaList, DataSchema] },
    refusals: ['schema-not-found'],
    client: { leftOut: 'It is for the SDKs of Genesys Cloud.' },
    example: { path: { schemaId: 'claims', versionId: '1' }, status: 200 },
  }) satisfies Reference;
