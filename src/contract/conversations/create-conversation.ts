import { newConversation } from '../bodies.ts';
import { call } from '../common.ts';
import { define, type Reference } from '../contract.ts';
import { Conversation, Written } from '../schemas/conversations.ts';

/** POST /api/v2/conversations */
export const contract = define<typeof reference>()({
  operation: 'create-conversation',
  method: 'POST',
  path: '/api/v2/conversations',
  scope: 'conversation:write',
  readScope: 'conversation:read',
  dynamodb: { conversations: ['GetItem', 'PutItem'], settings: ['GetItem'] },
  attributes: 'ordinary',
  body: newConversation,
});

export const reference = () =>
  ({
    summary: 'Create a conversation with its participants',
    description:
      "With the id that the caller chose, or one made here: from the Idempotency-Key where there is one, so that a repeated request makes no second conversation. `metadata` goes into `data`: with `channelId` what the allowed list of that web channel takes, as of a guest's first message, and `dropped` has the rest; without it all, as if it were `data`. A name that `data` has too keeps the value there. A participant without an id gets its purpose and a number: `customer-1`.",
    bodySchema: {
      name: 'ConversationInput',
      description: 'A conversation to be made.',
      fields: {
        id: 'Default: made by the server.',
        queueId: 'The call queue.',
        channelId:
          'The channel through which it comes: a web channel, or any entry point. Guests of that web channel can continue it.',
        metadata: 'What came with the contact, such as from its guest; as an object, or as its JSON text.',
      },
    },
    answers: { 201: [Conversation, Written] },
    hasVersion: true,
    hasLocation: true,
    refusals: [
      'conversation-exists',
      'conversation-too-large',
      'channel-takes-no-attributes',
      'idempotency-key-reused',
      'idempotency-key-expired',
      'unprocessable-content',
    ],
    client: 'createConversation',
    example: {
      body: {
        id: call.conversationId,
        type: 'voice',
        queueId: 'sales',
        participants: [
          { purpose: 'customer', addresses: [{ type: 'tel', uri: 'tel:+4930123456' }], attributes: { language: 'de' } },
        ],
      },
      status: 201,
    },
  }) satisfies Reference;
