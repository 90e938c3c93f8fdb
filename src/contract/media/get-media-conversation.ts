import { call, readable } from '../common.ts';
import { define, type Reference } from '../contract.ts';
import { mediaPaths } from '../paths.ts';
import { MediaConversation } from '../schemas/media.ts';

const [path, ...aliases] = mediaPaths('/{conversationId}');

/** GET /api/v2/conversations/calls/{conversationId}, and so for every kind of media */
export const contract = define<typeof reference>()({
  operation: 'get-media-conversation',
  servedBy: 'serve-media',
  method: 'GET',
  path,
  aliases,
  scope: 'conversation:read',
  dynamodb: { conversations: ['GetItem'], settings: ['GetItem'] },
  attributes: 'ordinary',
});

export const reference = () =>
  ({
    summary: 'Get a conversation of a kind of media, in the words of Genesys Cloud',
    description:
      'For programs that were written for its SDKs. One of another kind is not found: `calls` are of the type `voice`, `callbacks` of `callback`, `chats` of `webchat`, `emails` of `email`, `messages` of `webmessaging`, `sms`, `whatsapp` and the other messaging channels.',
    answers: { 200: MediaConversation },
    hasVersion: true,
    refusals: readable,
    client: { leftOut: 'It is for the SDKs of Genesys Cloud.' },
    example: { path: call, status: 200 },
  }) satisfies Reference;
