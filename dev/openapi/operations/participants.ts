import * as bodies from '#http/schemas.ts';
import { call, notThere, write } from '../common.ts';
import type { Group } from '../description.ts';

const customer = { ...call, participantId: 'customer' };
const stale = ['version-conflict', 'precondition-failed', 'precondition-required'] as const;

/** Attributes of participants. */
export const participants = {
  'get-participant-attributes': {
    description: 'What has taken effect: pending writes are not part of it.',
    answers: { 200: 'ParticipantAttributes' },
    hasVersion: true,
    refusals: [...notThere, 'participant-not-found'],
    example: { path: customer, status: 200 },
  },
  'patch-participant-attributes': {
    description:
      'Names that are not given stay as they are; null removes a name. The version is that of the participant.',
    body: bodies.attributesPatch,
    answers: { 200: ['ParticipantAttributes', 'Written'] },
    hasVersion: true,
    isConditional: true,
    refusals: [...write, ...stale, 'participant-not-found'],
    example: { path: customer, headers: { 'If-Match': '"2"' }, body: { attributes: { intent: null } }, status: 200 },
  },
  'get-interaction': {
    description: 'Only while it is active. The purpose of a participant is called `type` here.',
    answers: { 200: 'Interaction' },
    hasVersion: true,
    refusals: notThere,
    example: { path: call, status: 200 },
  },
  'patch-interaction': {
    description:
      'Names that are not given stay as they are; null removes a name. If-Match and the outer version are those of the conversation, the inner ones those of the participants.',
    body: bodies.interactionPatch,
    answers: { 200: ['Interaction', 'Written'] },
    hasVersion: true,
    isConditional: true,
    // One that has ended is not there.
    refusals: [...write.filter((code) => code !== 'conversation-ended'), ...stale, 'participant-not-found'],
    example: {
      path: call,
      body: { participants: [{ id: 'agent', version: 1, attributes: { outcome: 'sold' } }] },
      status: 200,
    },
  },
  'remove-participant': {
    description:
      'It stays with its `endTime` and its attributes, which are read by its id and count at the end, and what a flow has set on it takes effect. No alias means it any more, and nothing new is written to it. The version is that of the participant.',
    answers: { 204: undefined },
    isConditional: true,
    refusals: [
      ...notThere,
      'participant-not-found',
      'conversation-ended',
      'precondition-failed',
      'idempotency-key-reused',
      'idempotency-key-expired',
      'contention',
    ],
    example: { path: { ...call, participantId: 'agent-1' }, status: 204 },
  },
} as const satisfies Group<string>;
