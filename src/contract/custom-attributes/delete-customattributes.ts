import { call, write } from '../common.ts';
import { define, type Reference } from '../contract.ts';
import { records } from '../paths.ts';

/** DELETE /api/v2/conversations/{conversationId}/customattributes/{attributesId} */
export const contract = define<typeof reference>()({
  operation: 'delete-customattributes',
  servedBy: 'serve-records',
  method: 'DELETE',
  path: `${records}/{attributesId}`,
  scope: 'conversation:write',
  dynamodb: { conversations: ['GetItem', 'UpdateItem'], settings: ['GetItem'] },
  attributes: 'ordinary',
  isConditional: true,
});

export const reference = () =>
  ({
    summary: 'Remove a record of custom attributes, in the words of Genesys Cloud',
    description:
      'Removes the names in its schema from the data of the conversation. The version is that of the conversation.',
    answers: { 204: undefined },
    refusals: [
      ...write.filter((code) => code !== 'conversation-too-large'),
      'precondition-failed',
      'precondition-required',
      'schema-not-found',
      'record-not-found',
    ],
    client: { leftOut: 'It is for the SDKs of Genesys Cloud.' },
    example: { path: { ...call, attributesId: 'claims' }, status: 204 },
  }) satisfies Reference;
