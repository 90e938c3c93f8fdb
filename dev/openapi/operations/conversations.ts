import { states } from '#domain/conversation.ts';
import { limits } from '#domain/limits.ts';
import * as bodies from '#http/schemas.ts';
import { call, notThere, pageQuery, queryText, queueQuery, someOf, typeQuery, write } from '../common.ts';
import type { Group } from '../description.ts';

const plus = 'Write %2B for "+", and %20 for a blank.';

/** The life of a conversation. */
export const conversations = {
  'create-conversation': {
    description:
      'With the id that the caller chose, or one made here: from the Idempotency-Key where there is one, so that a repeated request makes no second conversation. A participant without an id gets its purpose and a number: `customer-1`.',
    body: bodies.newConversation,
    answers: { 201: ['Conversation', 'Written'] },
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
  },
  'find-conversations': {
    description: 'Those that meet every condition, newest first.',
    query: [
      { name: 'state', description: 'One of these states: repeated, or with commas between.', ...someOf(states) },
      typeQuery,
      queueQuery,
      { name: 'address', description: `The uri of an address of a participant. ${plus}`, schema: queryText },
      { name: 'externalId', description: `Of the conversation or of a participant. ${plus}`, schema: queryText },
      ...pageQuery,
    ],
    answers: { 200: 'ConversationList' },
    refusals: [],
    example: { query: { state: 'active', queueId: 'sales' }, status: 200 },
  },
  'get-conversation': {
    description: 'Secured attributes and pending writes are not part of it.',
    query: [
      {
        name: 'expand',
        description:
          'What to show beside the conversation itself, and `data`: repeated, or with commas between. Default: participants.',
        ...someOf(['participants', 'wrapup', 'data']),
      },
    ],
    answers: { 200: 'Conversation' },
    hasVersion: true,
    refusals: notThere,
    example: { path: call, query: { expand: 'participants,wrapup' }, status: 200 },
  },
  'patch-conversation': {
    description:
      'Only what is given changes; in `data`, null removes a name. `active` goes to `wrapup`, `handled` or `abandoned`, and `wrapup` to `handled`: with the first step every pending write takes effect, and what is on the saved list is kept. A queueId of null takes it out of its call queue. From wrap-up on a change of the call queue needs the right to the old one and to the new one.',
    body: bodies.conversationPatch,
    bodyIsOptional: true,
    answers: { 200: ['Conversation', 'Written'] },
    hasVersion: true,
    isConditional: true,
    refusals: [
      ...write,
      'missing-queue',
      'version-conflict',
      'precondition-failed',
      'precondition-required',
      'invalid-transition',
    ],
    example: { path: call, body: { data: { campaign: 'autumn' } }, status: 200 },
  },
  'add-participant': {
    description: `Without an id it gets its purpose and a number: \`agent-1\`. ${limits.participants} may be present, and ${limits.allParticipants} have been there in all.`,
    body: bodies.newParticipant,
    answers: { 201: ['Participant', 'Written'] },
    hasVersion: true,
    hasLocation: true,
    refusals: [...write, 'participant-exists', 'too-many-participants'],
    example: { path: call, body: { purpose: 'agent', attributes: { desk: 'B12' } }, status: 201 },
  },
} as const satisfies Group<string>;
