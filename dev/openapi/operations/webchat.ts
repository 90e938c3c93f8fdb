import * as bodies from '#http/schemas.ts';
import { notThere, versioned } from '../common.ts';
import type { Group } from '../description.ts';

const shop = { channelId: 'shop' };

/** Web channels and their guests. */
export const webchat = {
  'patch-webchat-channel': {
    description: 'Only what is given changes; a list of allowed names replaces the old one, and has no name twice.',
    body: bodies.webchatChannelPatch,
    answers: { 200: ['WebchatChannel', 'Written'] },
    hasVersion: true,
    isConditional: true,
    refusals: [
      ...versioned,
      'unprocessable-content',
      'idempotency-key-reused',
      'idempotency-key-expired',
      'contention',
    ],
    example: {
      path: shop,
      body: {
        settings: {
          webchat: { attributes: { allowed: ['customer_segment', { name: 'priority_level', type: 'number' }] } },
        },
      },
      status: 200,
    },
  },
  'get-webchat-channel': {
    description: 'A channel that nobody has changed is of type webmessaging and allows no name.',
    answers: { 200: 'WebchatChannel' },
    hasVersion: true,
    refusals: [],
    example: { path: shop, status: 200 },
  },
  'post-webchat-message': {
    description:
      "From the user's own web server. Without conversationId it begins a conversation, and with one that is not there too: then its id is the given one behind that of the channel and a colon. An attribute that the channel does not allow is dropped and reported, and the message taken. The text is not kept. What a messenger sends beside these fields is ignored, but for `attributes` and `customAttributes`, which have no place at the top. `metadata` comes before `message_metadata`, and that before `customAttributes`.",
    body: bodies.guestMessage,
    answers: { 200: 'MessageTaken', 201: 'MessageTaken' },
    refusals: [
      ...notThere,
      'conversation-ended',
      'wrong-channel',
      'conversation-exists',
      'idempotency-key-reused',
      'idempotency-key-expired',
      'contention',
    ],
    example: {
      path: shop,
      body: {
        conversationId: 'chat-88',
        message: { text: 'Hello' },
        metadata: { customer_segment: 'vip', priority_level: 5, shoe_size: 44 },
      },
      status: 201,
    },
  },
} as const satisfies Group<string>;
