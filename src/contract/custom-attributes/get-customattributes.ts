import { call, readable } from '../common.ts';
import { define, type Reference } from '../contract.ts';
import { records } from '../paths.ts';
import { CustomAttributes, CustomAttributesList } from '../schemas/custom-attributes.ts';

/** GET /api/v2/conversations/{conversationId}/customattributes, and one of them */
export const contract = define<typeof reference>()({
  operation: 'get-customattributes',
  servedBy: 'serve-records',
  method: 'GET',
  path: records,
  aliases: [`${records}/{attributesId}`],
  scope: 'conversation:read',
  dynamodb: { conversations: ['GetItem'], settings: ['GetItem'] },
  attributes: 'ordinary',
});

export const reference = () =>
  ({
    summary: 'List the records of custom attributes of a conversation, or get one, in the words of Genesys Cloud',
    description:
      'One for each schema of which the data of the conversation has a value, whoever wrote it. With an id in the path, which is that of a schema, it gives one. The version is that of the conversation.',
    answers: { 200: [CustomAttributesList, CustomAttributes] },
    hasVersion: true,
    refusals: [...readable, 'schema-not-found', 'record-not-found'],
    client: { leftOut: 'It is for the SDKs of Genesys Cloud.' },
    example: { path: { ...call, attributesId: 'claims' }, status: 200 },
  }) satisfies Reference;
