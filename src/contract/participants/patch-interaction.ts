import { interactionPatch } from '../bodies.ts';
import { call, mergePatch, onlyIf, stale, write } from '../common.ts';
import { define, type Reference } from '../contract.ts';
import { Interaction, Written } from '../schemas/conversations.ts';

/** PATCH /api/v2/interactions/{conversationId} */
export const contract = define<typeof reference>()({
  operation: 'patch-interaction',
  method: 'PATCH',
  path: '/api/v2/interactions/{conversationId}',
  scope: 'interaction:participant:write',
  readScope: 'interaction:participant:read',
  dynamodb: { conversations: ['GetItem', 'UpdateItem'], settings: ['GetItem'] },
  attributes: 'ordinary',
  body: interactionPatch,
  mergesObjects: true,
  isConditional: true,
});

export const reference = () =>
  ({
    summary: 'Merge attributes of several participants, all or nothing',
    description: `Names that are not given stay as they are; null removes a name. If-Match and the outer version are those of the conversation, the inner ones those of the participants. ${mergePatch} ${onlyIf}`,
    bodySchema: {
      name: 'InteractionPatch',
      description: 'Changes of several participants.',
      fields: {
        version: 'The version of the conversation that was read: refused when it is not current.',
      },
    },
    answers: { 200: [Interaction, Written] },
    hasVersion: true,
    // One that has ended is not there.
    refusals: [...write.filter((code) => code !== 'conversation-ended'), ...stale, 'participant-not-found'],
    client: 'conversation(id).patchInteraction',
    example: {
      path: call,
      body: { participants: [{ id: 'agent', version: 1, attributes: { outcome: 'sold' } }] },
      status: 200,
    },
  }) satisfies Reference;
