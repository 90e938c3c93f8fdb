import * as bodies from '#http/schemas.ts';
import { call, endedId, notThere, pageQuery, queueQuery, typeQuery } from '../common.ts';
import type { Group } from '../description.ts';
import { oneOf } from '../schema.ts';
import { ref } from '../schemas.ts';

const bomQuery = {
  name: 'bom',
  description: 'Of CSV: true puts a byte order mark first, by which Excel knows UTF-8. Default: false.',
  schema: oneOf(['true', 'false']),
};

const ended = { conversationId: endedId };

/** What is kept after the end, and what can be given out or erased. */
export const records = {
  'get-conversation-history': {
    description: 'Of one in wrap-up or handled. The token needs the right to its call queue.',
    answers: { 200: 'History' },
    refusals: [...notThere, 'missing-queue'],
    example: { path: ended, status: 200 },
  },
  'post-contact-data': {
    description:
      'Only names on the saved list; null removes a name. The token needs the right to the call queue of the conversation.',
    body: bodies.contactData,
    answers: { 201: 'ContactDataAdded' },
    hasLocation: true,
    refusals: [
      ...notThere,
      'missing-queue',
      'conversation-not-ended',
      'conversation-ended',
      'conversation-too-large',
      'idempotency-key-reused',
      'idempotency-key-expired',
      'unprocessable-content',
      'contention',
    ],
    example: { body: { contact_id: endedId, data: { outcome: 'sold' } }, status: 201 },
  },
  'get-contact-data': {
    description: 'Of one in wrap-up or handled. The token needs the right to its call queue.',
    answers: { 200: 'ContactData' },
    refusals: [...notThere, 'missing-queue'],
    example: { path: ended, status: 200 },
  },
  'find-contact-data': {
    description: 'As the one with the id in the path.',
    query: [{ name: 'contact_id', description: 'The id of the conversation.', schema: ref('Id'), isRequired: true }],
    answers: { 200: 'ContactData' },
    refusals: [...notThere, 'missing-queue'],
    example: { query: { contact_id: endedId }, status: 200 },
  },
  'get-contact-log': {
    description:
      'Newest first, of the call queues that the token has the right to. As CSV there is a column for each saved name on the page, texts are quoted and begin no formula, and the header Next-Token stands instead of a field.',
    query: [typeQuery, queueQuery, bomQuery, ...pageQuery],
    answers: { 200: 'ContactLog' },
    refusals: [],
    example: { query: { queueId: 'sales' }, status: 200 },
  },
  'export-conversation': {
    description:
      'For whoever asks what is held about them: pending writes too. Secured values only for a token that has the scope secured:read too, else their names.',
    answers: { 200: 'Export' },
    // Ended meanwhile: its data key is removed.
    refusals: [...notThere, 'key-service-unavailable', 'conversation-ended'],
    example: { path: call, status: 200 },
  },
  'erase-conversation': {
    description: 'After that it is not there any more (404). Its id stays taken for 30 days.',
    answers: { 204: undefined },
    isConditional: true,
    refusals: [...notThere, 'precondition-failed', 'contention'],
    example: { path: call, status: 204 },
  },
} as const satisfies Group<string>;
