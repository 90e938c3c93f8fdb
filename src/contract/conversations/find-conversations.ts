import { states } from '#domain/conversation.ts';
import { findGrants, findQuery, pageQuery, queueQuery, someOf, typeQuery } from '../common.ts';
import { define, type Reference } from '../contract.ts';
import { ConversationList } from '../schemas/conversations.ts';

/** GET /api/v2/conversations */
export const contract = define<typeof reference>()({
  operation: 'find-conversations',
  method: 'GET',
  path: '/api/v2/conversations',
  scope: 'conversation:read',
  dynamodb: { conversations: findGrants },
  isHashed: true,
});

export const reference = () =>
  ({
    summary: 'Find conversations by their start, newest first',
    description: 'Those that meet every condition, newest first.',
    query: [
      { name: 'state', description: 'One of these states: repeated, or with commas between.', ...someOf(states) },
      typeQuery,
      queueQuery,
      ...findQuery,
      ...pageQuery,
    ],
    answers: { 200: ConversationList },
    refusals: [],
    client: 'findConversations',
    example: { query: { state: 'active', queueId: 'sales' }, status: 200 },
  }) satisfies Reference;
