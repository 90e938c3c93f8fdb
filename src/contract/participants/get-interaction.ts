import { call, liveStateQuery, readable } from '../common.ts';
import { define, type Reference } from '../contract.ts';
import { Interaction } from '../schemas/conversations.ts';

/** GET /api/v2/interactions/{conversationId} */
export const contract = define<typeof reference>()({
  operation: 'get-interaction',
  method: 'GET',
  path: '/api/v2/interactions/{conversationId}',
  scope: 'interaction:participant:read',
  dynamodb: { conversations: ['GetItem'], settings: ['GetItem'] },
  attributes: 'ordinary',
});

export const reference = () =>
  ({
    summary: 'Get a live interaction',
    description:
      'Only while it is active; with `state=wrapup` while it is in wrap-up, where nothing is written to it. The purpose of a participant is called `type` here.',
    query: [liveStateQuery],
    answers: { 200: Interaction },
    hasVersion: true,
    refusals: readable,
    client: 'conversation(id).interaction',
    example: { path: call, status: 200 },
  }) satisfies Reference;
