import { guestMessage } from '../bodies.ts';
import { notThere, shop } from '../common.ts';
import { define, type Reference } from '../contract.ts';
import { MessageTaken } from '../schemas/channels.ts';

/** POST /api/v2/webchat/channels/{channelId}/messages */
export const contract = define<typeof reference>()({
  operation: 'post-webchat-message',
  method: 'POST',
  path: '/api/v2/webchat/channels/{channelId}/messages',
  scope: 'webchat:guest',
  dynamodb: { conversations: ['GetItem', 'PutItem', 'UpdateItem'], settings: ['GetItem'] },
  attributes: 'ordinary',
  body: guestMessage,
});

export const reference = () =>
  ({
    summary: "Begin or continue a conversation with a guest's message and the attributes that come with it",
    description:
      "From the user's own web server. Without conversationId it begins a conversation. It also begins one if there is none with that id: then the id is that of the channel, a colon, and the given one. An attribute that the channel does not allow is dropped and reported, and the message taken; but a first message must have what the channel requires. The text is not kept. Other fields that a messenger sends are ignored, except `attributes` and `customAttributes` at the top, which are refused. `metadata` comes before `message_metadata`, and that before `customAttributes`.",
    bodySchema: {
      name: 'GuestMessage',
      description: "A message of a guest, as the user's own web server passes it on.",
      fields: {
        conversationId:
          "The conversation to continue; or to begin, under the channel's id, `:` and this. Default: begins one.",
        metadata: 'Wins over `message_metadata`, and that over `customAttributes`, name by name.',
      },
    },
    answers: { 200: MessageTaken, 201: MessageTaken },
    refusals: [
      ...notThere,
      'unprocessable-content',
      'conversation-ended',
      'wrong-channel',
      'conversation-exists',
      'idempotency-key-reused',
      'idempotency-key-expired',
      'contention',
    ],
    client: 'webChannel(id).send',
    example: {
      path: shop,
      body: {
        conversationId: 'chat-88',
        message: { text: 'Hello' },
        metadata: { customer_segment: 'vip', priority_level: 5, shoe_size: 44 },
      },
      status: 201,
    },
  }) satisfies Reference;
