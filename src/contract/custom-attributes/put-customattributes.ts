import { recordReplacements } from '../bodies.ts';
import { call, stale, write } from '../common.ts';
import { define, type Reference } from '../contract.ts';
import { records } from '../paths.ts';
import { CustomAttributesId, RecordResults } from '../schemas/custom-attributes.ts';

/** PUT /api/v2/conversations/{conversationId}/customattributes */
export const contract = define<typeof reference>()({
  operation: 'put-customattributes',
  servedBy: 'serve-records',
  method: 'PUT',
  path: records,
  aliases: [`${records}/bulk`],
  scope: 'conversation:write',
  readScope: 'conversation:read',
  dynamodb: { conversations: ['GetItem', 'UpdateItem'], settings: ['GetItem'] },
  attributes: 'ordinary',
  body: recordReplacements,
  takesList: true,
  isConditional: true,
});

export const reference = () =>
  ({
    summary: 'Make or replace a record of custom attributes, in the words of Genesys Cloud',
    description:
      'Writes the data of the conversation: of the names in the schema those that are not given are removed, others stay as they are. A list of records is written whole or not at all, and answered with all of them; their schemas may have 100 names together.',
    bodySchema: {
      name: 'RecordReplacements',
      description: 'A record, or several.',
    },
    answers: { 200: [CustomAttributesId, RecordResults] },
    hasVersion: true,
    refusals: [...write, ...stale.filter((code) => code !== 'values-differ'), 'schema-not-found'],
    client: { leftOut: 'It is for the SDKs of Genesys Cloud.' },
    example: {
      path: call,
      body: { id: 'claims', schemaId: 'claims', customAttributes: { claimNumber: 'C-2041', damage: 1200 } },
      status: 200,
    },
  }) satisfies Reference;
