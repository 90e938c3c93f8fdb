import { pageQuery } from '../common.ts';
import { define, type Reference } from '../contract.ts';
import { mediaPaths } from '../paths.ts';
import { MediaConversationList } from '../schemas/media.ts';

const [path, ...aliases] = mediaPaths('');

/** GET /api/v2/conversations/calls, and so for every kind of media */
export const contract = define<typeof reference>()({
  operation: 'list-media-conversations',
  servedBy: 'serve-media',
  method: 'GET',
  path,
  aliases,
  scope: 'conversation:read',
  dynamodb: { conversations: ['Query byDay', 'Query live', 'GetItem'], settings: ['GetItem'] },
  attributes: 'ordinary',
});

export const reference = () =>
  ({
    summary: 'List the conversations of a kind of media that are not over, in the words of Genesys Cloud',
    description:
      'Those that are active or in wrap-up, newest first, 25 on a page at most. For programs that were written for its SDKs; others find conversations with `GET /api/v2/conversations`.',
    query: pageQuery,
    answers: { 200: MediaConversationList },
    refusals: [],
    client: { leftOut: 'It is for the SDKs of Genesys Cloud.' },
    example: { status: 200 },
  }) satisfies Reference;
