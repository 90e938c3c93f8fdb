import { ended, readable } from '../common.ts';
import { define, type Reference } from '../contract.ts';
import { conversation } from '../paths.ts';
import { History } from '../schemas/conversations.ts';

/** GET /api/v2/conversations/{conversationId}/history */
export const contract = define<typeof reference>()({
  operation: 'get-conversation-history',
  method: 'GET',
  path: `${conversation}/history`,
  scope: 'conversation:read',
  dynamodb: { conversations: ['GetItem'], settings: ['GetItem'] },
  attributes: 'ordinary',
});

export const reference = () =>
  ({
    summary: 'Get what is kept of an ended conversation',
    description: 'Of one in wrap-up or handled. The token needs the right to its call queue.',
    answers: { 200: History },
    refusals: readable,
    client: 'conversation(id).history',
    example: { path: ended, status: 200 },
  }) satisfies Reference;
