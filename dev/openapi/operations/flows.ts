import * as bodies from '#http/schemas.ts';
import { ivr, nameQuery, notThere, pending, write } from '../common.ts';
import type { Group, QueryParameter } from '../description.ts';
import { oneOf } from '../schema.ts';
import { ref } from '../schemas.ts';

const placeQuery: readonly QueryParameter[] = [
  { name: 'participantId', description: 'Default: customer.', schema: ref('Id') },
  {
    name: 'target',
    description:
      'Of the participant; of the conversation itself (`data`), which takes no participantId; or `any`: of the participant, and of the conversation what the participant does not have. Then `setOn` says where each was found.',
    schema: { ...oneOf(bodies.readTargets), default: 'participant' },
  },
];

const flowTypeQuery: QueryParameter = {
  name: 'flowType',
  description: 'The type of the flow.',
  schema: ref('FlowType'),
};

/** Set, get and flush. */
export const flows = {
  'set-attributes': {
    description:
      'They are kept durably and only this execution sees them, until its flush, the end of the conversation, or 60 minutes have passed: then they take effect, all at once. null removes a name.',
    body: bodies.set,
    answers: { 202: 'Pending' },
    refusals: [...pending, 'foreign-execution', 'participant-not-found'],
    example: { path: ivr, body: { attributes: { tier: 'gold', intent: 'upgrade' } }, status: 202 },
  },
  'get-attributes': {
    description:
      "The execution's own pending writes come before what is stored. `notSet` has what is neither: with `setOn` where it is set on the other target (of participants, the customer), else with the name that was probably meant.",
    query: [nameQuery, ...placeQuery, flowTypeQuery],
    answers: { 200: 'FlowAttributes' },
    refusals: [
      ...notThere,
      'foreign-execution',
      'participant-not-found',
      'conversation-ended',
      'unprocessable-content',
      // A bot that says so for the first time is kept as one.
      'conversation-too-large',
      'contention',
    ],
    example: { path: ivr, query: { name: 'tier' }, status: 200 },
  },
  'set-flow-secureattributes': {
    description: "As a set; the values are encrypted under the deployment's KMS key before they are stored.",
    body: bodies.setSecured,
    answers: { 202: 'Pending' },
    refusals: [...pending, 'foreign-execution', 'key-service-unavailable', 'data-key-lost', 'secured-not-for-bots'],
    example: { path: ivr, body: { attributes: { cardNumber: '4111111111111111' } }, status: 202 },
  },
  'get-flow-secureattributes': {
    description: 'As a get, of the secured attributes.',
    query: [nameQuery, flowTypeQuery],
    answers: { 200: 'FlowSecured' },
    refusals: [
      ...notThere,
      'foreign-execution',
      'key-service-unavailable',
      'conversation-ended',
      'secured-not-for-bots',
      'unprocessable-content',
    ],
    example: { path: ivr, query: { name: 'cardNumber' }, status: 200 },
  },
  'flush-attributes': {
    description:
      'Applies everything that is pending, secured attributes too, in one write, with a last batch that may come along. A flush that is repeated applies nothing again.',
    body: bodies.flush,
    bodyIsOptional: true,
    answers: { 200: 'Flushed' },
    refusals: [...write, 'foreign-execution', 'participant-not-found'],
    example: {
      path: ivr,
      headers: { 'Idempotency-Key': 'ivr-7-last' },
      body: { attributes: { step: 'done' } },
      status: 200,
    },
  },
} as const satisfies Group<string>;
