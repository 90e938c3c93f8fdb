import { recordPatches } from '../bodies.ts';
import { call, stale, write } from '../common.ts';
import { define, type Reference } from '../contract.ts';
import { records } from '../paths.ts';
import { RecordResults } from '../schemas/custom-attributes.ts';

/** PATCH /api/v2/conversations/{conversationId}/customattributes */
export const contract = define<typeof reference>()({
  operation: 'patch-customattributes',
  servedBy: 'serve-records',
  method: 'PATCH',
  path: records,
  aliases: [`${records}/bulk`],
  scope: 'conversation:write',
  readScope: 'conversation:read',
  dynamodb: { conversations: ['GetItem', 'UpdateItem'], settings: ['GetItem'] },
  attributes: 'ordinary',
  body: recordPatches,
  takesList: true,
  isConditional: true,
});

export const reference = () =>
  ({
    summary: 'Merge into a record of custom attributes, in the words of Genesys Cloud',
    description:
      'Names that are not given stay as they are; null removes a name. The record must be there, and have what its schema requires afterwards too. A list of records is written whole or not at all, and answered with all of them; their schemas may have 100 names together.',
    bodySchema: {
      name: 'RecordPatches',
      description: 'Changes of a record, or of several.',
    },
    answers: { 200: RecordResults, 204: undefined },
    refusals: [...write, ...stale.filter((code) => code !== 'values-differ'), 'schema-not-found', 'record-not-found'],
    client: { leftOut: 'It is for the SDKs of Genesys Cloud.' },
    example: { path: call, body: { id: 'claims', customAttributes: { damage: 900 } }, status: 204 },
  }) satisfies Reference;
