import { states } from '#domain/conversation.ts';
import { findGrants, findQuery, pageQuery, queueQuery, someOf, typeQuery, valueGrants, valueQuery } from '../common.ts';
import { define, type Reference } from '../contract.ts';
import { ConversationList } from '../schemas/conversations.ts';

/** GET /api/v2/conversations */
export const contract = define<typeof reference>()({
  operation: 'find-conversations',
  method: 'GET',
  path: '/api/v2/conversations',
  scope: 'conversation:read',
  dynamodb: { conversations: [...findGrants, ...valueGrants], settings: ['GetItem'] },
  isHashed: true,
});

export const reference = () =>
  ({
    summary: 'Find conversations by their start, newest first',
    description:
      'Those that meet every condition, newest first. By an attribute are found the conversations of which it was written since it is searchable.',
    query: [
      { name: 'state', description: 'One of these states: repeated, or with commas between.', ...someOf(states) },
      typeQuery,
      queueQuery,
      ...findQuery,
      ...valueQuery,
      ...pageQuery,
    ],
    answers: { 200: ConversationList },
    refusals: ['unprocessable-content'],
    client: 'findConversations',
    example: { query: { state: 'active', queueId: 'sales' }, status: 200 },
  }) satisfies Reference;
