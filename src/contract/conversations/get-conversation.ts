import { call, readable, someOf } from '../common.ts';
import { define, type Reference } from '../contract.ts';
import { conversation } from '../paths.ts';
import { Conversation } from '../schemas/conversations.ts';

/** GET /api/v2/conversations/{conversationId} */
export const contract = define<typeof reference>()({
  operation: 'get-conversation',
  method: 'GET',
  path: conversation,
  scope: 'conversation:read',
  dynamodb: { conversations: ['GetItem'], settings: ['GetItem'] },
  attributes: 'ordinary',
});

export const reference = () =>
  ({
    summary: 'Get a conversation',
    description: 'Secured attributes and pending writes are not part of it.',
    query: [
      {
        name: 'expand',
        description:
          'What to show besides the conversation itself, and `data`: repeated, or with commas between. Default: participants.',
        ...someOf(['participants', 'wrapup', 'data']),
      },
    ],
    answers: { 200: Conversation },
    hasVersion: true,
    refusals: readable,
    client: 'conversation(id).get',
    example: { path: call, query: { expand: 'participants,wrapup' }, status: 200 },
  }) satisfies Reference;
