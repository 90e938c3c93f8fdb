import { findGrants, findQuery, liveStateQuery, pageQuery, queueQuery, typeQuery } from '../common.ts';
import { define, type Reference } from '../contract.ts';
import { oneOf } from '../schema.ts';
import { InteractionList } from '../schemas/conversations.ts';

/** GET /api/v2/interactions */
export const contract = define<typeof reference>()({
  operation: 'list-interactions',
  method: 'GET',
  path: '/api/v2/interactions',
  scope: 'interaction:participant:read',
  dynamodb: { conversations: findGrants, settings: ['GetItem'] },
  attributes: 'ordinary',
  isHashed: true,
});

export const reference = () =>
  ({
    summary: 'List live interactions, newest first',
    description:
      'Those that meet every condition, with their participants and how they are reached; with attributes only where they are asked for. `state=wrapup` lists those that are in wrap-up. Each conversation of a page is read. A page may have fewer than asked for, or none, and still not be the last.',
    query: [
      liveStateQuery,
      typeQuery,
      queueQuery,
      ...findQuery,
      {
        name: 'expand',
        description: '`attributes` shows the attributes of each participant.',
        schema: oneOf(['attributes']),
      },
      ...pageQuery,
    ],
    answers: { 200: InteractionList },
    refusals: [],
    client: 'listInteractions',
    example: { query: { queueId: 'sales', expand: 'attributes' }, status: 200 },
  }) satisfies Reference;
