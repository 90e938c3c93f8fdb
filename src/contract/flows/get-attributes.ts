import { flowTypeQuery, ivr, nameQuery, readable } from '../common.ts';
import { define, type QueryParameter, type Reference } from '../contract.ts';
import { readTargets } from '../flow-words.ts';
import { flow } from '../paths.ts';
import { oneOf } from '../schema.ts';
import { Id } from '../schemas/basics.ts';
import { FlowAttributes } from '../schemas/flows.ts';

const placeQuery: readonly QueryParameter[] = [
  { name: 'participantId', description: 'Default: customer.', schema: Id },
  {
    name: 'target',
    description:
      'Of the participant; of the conversation itself (`data`), which takes no participantId; or `any`: of the participant, and of the conversation what the participant does not have. Then `setOn` says where each was found.',
    schema: { ...oneOf(readTargets), default: 'participant' },
  },
];

/** GET /api/v2/conversations/{conversationId}/flows/{flowExecutionId}/attributes */
export const contract = define<typeof reference>()({
  operation: 'get-attributes',
  method: 'GET',
  path: `${flow}/attributes`,
  scope: 'flow:read',
  dynamodb: { conversations: ['GetItem', 'PutItem', 'UpdateItem'], settings: ['GetItem'] },
  attributes: 'ordinary',
});

export const reference = () =>
  ({
    summary: 'Get attributes as a flow execution sees them',
    description:
      "The execution's own pending writes come before what is stored. `notSet` has what is neither: with `setOn` where it is set on the other target (of participants, the customer), else with the name that was probably meant.",
    query: [nameQuery, ...placeQuery, flowTypeQuery],
    answers: { 200: FlowAttributes },
    refusals: [
      ...readable,
      'foreign-execution',
      'participant-not-found',
      'conversation-ended',
      'unprocessable-content',
      // A bot that says so for the first time is kept as one.
      'conversation-too-large',
      'contention',
    ],
    client: 'conversation(id).flow(id).get',
    example: { path: ivr, query: { name: 'tier' }, status: 200 },
  }) satisfies Reference;
