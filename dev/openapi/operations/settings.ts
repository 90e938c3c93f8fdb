import * as bodies from '#http/schemas.ts';
import { versioned } from '../common.ts';
import type { Group } from '../description.ts';

/** What is kept of conversations. */
export const settings = {
  'put-channel-type-settings': {
    description:
      'The names that conversations of this channel type keep after their end, and for how many days; and how many seconds after the last write to it an active one ends, where that is not as the deployment says. What counts for a conversation is the list at its wrap-up, and the time when the sweeper looks at it. Tasks and e-mails keep no names: theirs must be empty.',
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
    description:
      'Where nobody has set anything, no name is kept, and the record of a conversation lasts 90 days. Without `activeMaxSeconds` an active conversation ends as the deployment says, or 1 day after the last write to it on `voice` and `webchat`, 7 days on `callback`, `webmessaging` and `email`, 30 days on `task`.',
    answers: { 200: 'ChannelTypeSettings' },
    hasVersion: true,
    refusals: [],
    example: { path: { type: 'voice' }, status: 200 },
  },
} as const satisfies Group<string>;
