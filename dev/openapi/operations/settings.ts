import * as bodies from '#http/schemas.ts';
import { versioned } from '../common.ts';
import type { Group } from '../description.ts';

/** What is kept of conversations. */
export const settings = {
  'put-channel-type-settings': {
    description:
      'The names that conversations of this channel type keep after their end, and for how many days. What counts for a conversation is the list at its wrap-up. Tasks and e-mails keep no names: theirs must be empty.',
    body: bodies.channelTypeSettings,
    answers: { 200: ['ChannelTypeSettings', 'Written'] },
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
      path: { type: 'voice' },
      body: { savedAttributes: ['tier', 'outcome'], retentionDays: 30 },
      status: 200,
    },
  },
  'get-channel-type-settings': {
    description: 'Where nobody has set anything, no name is kept, and the record of a conversation lasts 90 days.',
    answers: { 200: 'ChannelTypeSettings' },
    hasVersion: true,
    refusals: [],
    example: { path: { type: 'voice' }, status: 200 },
  },
} as const satisfies Group<string>;
