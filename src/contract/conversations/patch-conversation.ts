import { conversationPatch } from '../bodies.ts';
import { call, mergePatch, onlyIf, write } from '../common.ts';
import { define, type Reference } from '../contract.ts';
import { conversation } from '../paths.ts';
import { Conversation, Written } from '../schemas/conversations.ts';

/** PATCH /api/v2/conversations/{conversationId} */
export const contract = define<typeof reference>()({
  operation: 'patch-conversation',
  method: 'PATCH',
  path: conversation,
  scope: 'conversation:write',
  readScope: 'conversation:read',
  dynamodb: { conversations: ['GetItem', 'PutItem', 'UpdateItem'], dataKeys: ['PutItem'], settings: ['GetItem'] },
  attributes: 'ordinary',
  body: conversationPatch,
  mergesObjects: true,
  isConditional: true,
});

export const reference = () =>
  ({
    summary: 'Change the state, call queue, wrap-up or data of a conversation',
    description: `Only what is given changes; in \`data\`, null removes a name. \`active\` goes to \`wrapup\`, \`handled\` or \`abandoned\`, and \`wrapup\` to \`handled\`: with the first step every pending write takes effect, and what is on the saved list is kept. A queueId of null takes it out of its call queue. From wrap-up on a change of the call queue needs the right to the old one and to the new one. ${mergePatch} ${onlyIf}`,
    bodyIsOptional: true,
    bodySchema: {
      name: 'ConversationPatch',
      description: 'What a patch of a conversation may change.',
      fields: {
        queueId: 'null takes it out of its call queue.',
        version: 'The version that was read: refused when it is not current.',
      },
    },
    answers: { 200: [Conversation, Written] },
    hasVersion: true,
    refusals: [
      ...write,
      'missing-queue',
      'version-conflict',
      'values-differ',
      'precondition-failed',
      'precondition-required',
      'invalid-transition',
    ],
    client: 'conversation(id).patch',
    example: { path: call, body: { data: { campaign: 'autumn' } }, status: 200 },
  }) satisfies Reference;
