import { attributesPatch } from '../bodies.ts';
import { customer, mergePatch, onlyIf, stale, write } from '../common.ts';
import { define, type Reference } from '../contract.ts';
import { mediaPaths, participantAttributes } from '../paths.ts';
import { PatchedAttributes, Written } from '../schemas/conversations.ts';

/** PATCH /api/v2/conversations/{conversationId}/participants/{participantId}/attributes */
export const contract = define<typeof reference>()({
  operation: 'patch-participant-attributes',
  method: 'PATCH',
  path: participantAttributes,
  aliases: mediaPaths('/{conversationId}/participants/{participantId}/attributes'),
  scope: 'interaction:participant:write',
  readScope: 'interaction:participant:read',
  dynamodb: { conversations: ['GetItem', 'UpdateItem'], settings: ['GetItem'] },
  attributes: 'ordinary',
  body: attributesPatch,
  mergesObjects: true,
  isConditional: true,
});

export const reference = () =>
  ({
    summary: 'Merge attributes into those of a participant',
    description: `Names that are not given stay as they are; null removes a name. The version is that of the participant. On the paths of kinds of media, which the SDKs of Genesys Cloud call, a conversation of another kind is not found, and the answer has texts. ${mergePatch} ${onlyIf}`,
    bodySchema: {
      name: 'AttributesPatch',
      description: 'Changes of the attributes of a participant.',
      fields: {
        version: 'The version of the participant that was read: refused when it is not current.',
      },
    },
    answers: { 200: [PatchedAttributes, Written] },
    hasVersion: true,
    refusals: [...write, ...stale, 'participant-not-found'],
    client: 'conversation(id).participant(id).patch',
    example: { path: customer, headers: { 'If-Match': '"2"' }, body: { attributes: { intent: null } }, status: 200 },
  }) satisfies Reference;
