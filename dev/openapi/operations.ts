import { guestTypes } from '#domain/channel.ts';
import { channelTypes, states } from '#domain/conversation.ts';
import type { ProblemCode } from '#http/problems.ts';
import * as bodies from '#http/schemas.ts';
import type { Operation } from '#routes';
import { ref, type Schema, type schemas } from './parts.ts';

/** A request that the tests send as it stands, in the order of this table, and its status. */
export interface Example {
  /** In the path. */
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly status: number;
}

/** A parameter of the query. */
export interface QueryParameter {
  readonly name: string;
  readonly description: string;
  readonly schema: Schema;
  readonly isRepeated?: true;
  readonly isRequired?: true;
}

/** What the reference says of an operation beside the route table. */
export interface Description {
  readonly body?: (typeof bodies)[BodyName];
  readonly bodyIsOptional?: true;
  readonly query?: readonly QueryParameter[];
  /** The schema of each answer that is no refusal; undefined for one without a body. */
  readonly answers: Readonly<Record<number, keyof typeof schemas | undefined>>;
  /** What it refuses beside what every operation does. */
  readonly refusals: readonly ProblemCode[];
  /** Takes If-Match. */
  readonly isConditional?: true;
  /** Answers an ETag. */
  readonly hasVersion?: true;
  readonly example: Example;
}

type BodyName = {
  [Name in keyof typeof bodies]: (typeof bodies)[Name] extends { type: 'strict_object' } ? Name : never;
}[keyof typeof bodies];

const text = { type: 'string', maxLength: 256 };
const name: QueryParameter = {
  name: 'name',
  description: 'A name wanted; none means all.',
  schema: text,
  isRepeated: true,
};
const participantId: QueryParameter = { name: 'participantId', description: 'Default: customer.', schema: text };
const target: QueryParameter = {
  name: 'target',
  description: 'Of the participant, or of the conversation itself (data).',
  schema: { type: 'string', enum: bodies.targets, default: 'participant' },
};
const time = { type: 'string', maxLength: 35, examples: ['2026-01-31T08:00:00Z'] };
const page: readonly QueryParameter[] = [
  { name: 'from', description: 'Start time from here on. Default: 7 days before "to".', schema: time },
  { name: 'to', description: 'Start time before this. Default: now.', schema: time },
  { name: 'nextToken', description: 'Of the page before.', schema: text },
];
const type: QueryParameter = {
  name: 'type',
  description: 'Channel type.',
  schema: { type: 'string', enum: channelTypes },
};
const queueId: QueryParameter = { name: 'queueId', description: 'Call queue.', schema: text };

const notThere: readonly ProblemCode[] = ['conversation-not-found'];
const write: readonly ProblemCode[] = [
  'conversation-not-found',
  'conversation-ended',
  'conversation-too-large',
  'channel-takes-no-attributes',
  'idempotency-key-reused',
  'unprocessable-content',
  'contention',
];
const versioned: readonly ProblemCode[] = ['version-conflict', 'precondition-failed'];
const patch: readonly ProblemCode[] = [...write, ...versioned, 'participant-not-found', 'precondition-required'];
const pending: readonly ProblemCode[] = [...write, 'too-many-pending-writes', 'too-many-executions'];
const secured: readonly ProblemCode[] = ['key-service-unavailable'];

const call = { conversationId: 'call-2041' };
const ivr = { ...call, flowExecutionId: 'ivr-7' };
const customer = { ...call, participantId: 'customer' };

/** Every operation, in the order in which their examples play one call. */
export const descriptions: Readonly<Record<Operation, Description>> = {
  'put-channel-type-settings': {
    body: bodies.channelTypeSettings,
    answers: { 200: 'ChannelTypeSettings' },
    refusals: ['unprocessable-content'],
    example: {
      path: { type: 'voice' },
      body: { savedAttributes: ['tier', 'outcome'], retentionDays: 30 },
      status: 200,
    },
  },
  'get-channel-type-settings': {
    answers: { 200: 'ChannelTypeSettings' },
    refusals: [],
    example: { path: { type: 'voice' }, status: 200 },
  },
  'create-conversation': {
    body: bodies.newConversation,
    answers: { 201: 'Conversation' },
    hasVersion: true,
    refusals: [
      'conversation-exists',
      'conversation-too-large',
      'channel-takes-no-attributes',
      'idempotency-key-reused',
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
    query: [
      { name: 'state', description: 'State.', schema: { type: 'string', enum: states } },
      type,
      queueId,
      { name: 'address', description: 'The uri of an address of a participant.', schema: text },
      { name: 'externalId', description: 'Of the conversation or of a participant.', schema: text },
      ...page,
    ],
    answers: { 200: 'ConversationList' },
    refusals: [],
    example: { query: { state: 'active', queueId: 'sales' }, status: 200 },
  },
  'get-conversation': {
    query: [
      {
        name: 'expand',
        description: 'Comma-separated: participants, wrapup, data. Default: participants, data.',
        schema: text,
      },
    ],
    answers: { 200: 'Conversation' },
    hasVersion: true,
    refusals: notThere,
    example: { path: call, query: { expand: 'participants,wrapup' }, status: 200 },
  },
  'patch-conversation': {
    body: bodies.conversationPatch,
    answers: { 200: 'Conversation' },
    hasVersion: true,
    isConditional: true,
    refusals: [...patch, 'invalid-transition'],
    example: { path: call, body: { data: { campaign: 'autumn' } }, status: 200 },
  },
  'add-participant': {
    body: bodies.newParticipant,
    answers: { 201: 'Participant' },
    hasVersion: true,
    refusals: [...write, 'participant-exists', 'too-many-participants'],
    example: { path: call, body: { purpose: 'agent', attributes: { desk: 'B12' } }, status: 201 },
  },
  'set-attributes': {
    body: bodies.set,
    answers: { 202: 'Pending' },
    refusals: [...pending, 'participant-not-found'],
    example: { path: ivr, body: { attributes: { tier: 'gold', intent: 'upgrade' } }, status: 202 },
  },
  'get-attributes': {
    query: [name, participantId, target],
    answers: { 200: 'FlowAttributes' },
    refusals: [...notThere, 'participant-not-found', 'conversation-ended', 'unprocessable-content'],
    example: { path: ivr, query: { name: 'tier' }, status: 200 },
  },
  'set-flow-secureattributes': {
    body: bodies.setSecured,
    answers: { 202: 'Pending' },
    refusals: [...pending, ...secured, 'secured-not-for-bots'],
    example: { path: ivr, body: { attributes: { cardNumber: '4111111111111111' } }, status: 202 },
  },
  'get-flow-secureattributes': {
    query: [name],
    answers: { 200: 'FlowSecured' },
    refusals: [...notThere, ...secured, 'conversation-ended', 'secured-not-for-bots', 'unprocessable-content'],
    example: { path: ivr, query: { name: 'cardNumber' }, status: 200 },
  },
  'flush-attributes': {
    body: bodies.flush,
    bodyIsOptional: true,
    answers: { 200: 'Flushed' },
    refusals: [...write, 'participant-not-found'],
    example: {
      path: ivr,
      headers: { 'Idempotency-Key': 'ivr-7-last' },
      body: { attributes: { step: 'done' } },
      status: 200,
    },
  },
  'get-participant-attributes': {
    answers: { 200: 'ParticipantAttributes' },
    hasVersion: true,
    refusals: [...notThere, 'participant-not-found'],
    example: { path: customer, status: 200 },
  },
  'patch-participant-attributes': {
    body: bodies.attributesPatch,
    answers: { 200: 'ParticipantAttributes' },
    hasVersion: true,
    isConditional: true,
    refusals: patch,
    example: { path: customer, headers: { 'If-Match': '"2"' }, body: { attributes: { intent: null } }, status: 200 },
  },
  'get-interaction': {
    answers: { 200: 'Interaction' },
    hasVersion: true,
    refusals: notThere,
    example: { path: call, status: 200 },
  },
  'patch-interaction': {
    body: bodies.interactionPatch,
    answers: { 200: 'Interaction' },
    hasVersion: true,
    isConditional: true,
    refusals: patch,
    example: {
      path: call,
      body: { participants: [{ id: 'agent', version: 1, attributes: { outcome: 'sold' } }] },
      status: 200,
    },
  },
  'get-secureattributes': {
    answers: { 200: 'Secured' },
    hasVersion: true,
    refusals: [...notThere, ...secured],
    example: { path: call, status: 200 },
  },
  'put-secureattributes': {
    body: bodies.securedReplacement,
    answers: { 200: 'SecuredNames' },
    hasVersion: true,
    isConditional: true,
    refusals: [...write, ...versioned, ...secured],
    example: { path: call, body: { attributes: { iban: 'DE02120300000000202051' }, version: 1 }, status: 200 },
  },
  'patch-secureattributes': {
    body: bodies.securedPatch,
    answers: { 200: 'SecuredNames' },
    hasVersion: true,
    isConditional: true,
    refusals: [...write, ...versioned, ...secured],
    example: { path: call, body: { attributes: { iban: null } }, status: 200 },
  },
  'export-conversation': {
    answers: { 200: 'Export' },
    refusals: [...notThere, ...secured],
    example: { path: call, status: 200 },
  },
  'patch-webchat-channel': {
    body: bodies.webchatChannelPatch,
    answers: { 200: 'WebchatChannel' },
    refusals: ['unprocessable-content'],
    example: {
      path: { channelId: 'shop' },
      body: {
        settings: {
          webchat: { attributes: { allowed: ['customer_segment', { name: 'priority_level', type: guestTypes[1] }] } },
        },
      },
      status: 200,
    },
  },
  'get-webchat-channel': {
    answers: { 200: 'WebchatChannel' },
    refusals: [],
    example: { path: { channelId: 'shop' }, status: 200 },
  },
  'post-webchat-message': {
    body: bodies.guestMessage,
    answers: { 200: 'MessageTaken', 201: 'MessageTaken' },
    refusals: [
      'conversation-ended',
      'wrong-channel',
      'conversation-exists',
      'idempotency-key-reused',
      'contention',
      'unprocessable-content',
    ],
    example: {
      path: { channelId: 'shop' },
      body: {
        conversationId: 'chat-88',
        message: { text: 'Hello' },
        metadata: { customer_segment: 'vip', priority_level: 5, shoe_size: 44 },
      },
      status: 201,
    },
  },
  'get-conversation-history': {
    answers: { 200: 'History' },
    refusals: [...notThere, 'missing-queue'],
    example: { path: { conversationId: 'ended-1' }, status: 200 },
  },
  'post-contact-data': {
    body: bodies.contactData,
    answers: { 201: 'ContactDataAdded' },
    refusals: [
      ...notThere,
      'missing-queue',
      'conversation-not-ended',
      'conversation-ended',
      'conversation-too-large',
      'idempotency-key-reused',
      'unprocessable-content',
      'contention',
    ],
    example: { body: { contact_id: 'ended-1', data: { outcome: 'sold' } }, status: 201 },
  },
  'get-contact-data': {
    answers: { 200: 'ContactData' },
    refusals: [...notThere, 'missing-queue'],
    example: { path: { conversationId: 'ended-1' }, status: 200 },
  },
  'find-contact-data': {
    query: [{ name: 'contact_id', description: 'The id of the conversation.', schema: ref('Id'), isRequired: true }],
    answers: { 200: 'ContactData' },
    refusals: [...notThere, 'missing-queue'],
    example: { query: { contact_id: 'ended-1' }, status: 200 },
  },
  'get-contact-log': {
    query: [type, queueId, ...page],
    answers: { 200: 'ContactLog' },
    refusals: [],
    example: { query: { queueId: 'sales' }, status: 200 },
  },
  'erase-conversation': {
    answers: { 204: undefined },
    refusals: [...notThere, 'idempotency-key-reused', 'contention'],
    example: { path: call, status: 204 },
  },
  'get-openapi': { answers: { 200: undefined }, refusals: [], example: { status: 200 } },
  'get-error-docs': { answers: { 200: undefined }, refusals: [], example: { status: 200 } },
};
