import { flowTypeQuery, ivr, nameQuery, readable, revealGrants } from '../common.ts';
import { define, type Reference } from '../contract.ts';
import { flow } from '../paths.ts';
import { FlowSecured } from '../schemas/flows.ts';

/** GET /api/v2/conversations/{conversationId}/flows/{flowExecutionId}/secureattributes */
export const contract = define<typeof reference>()({
  operation: 'get-flow-secureattributes',
  method: 'GET',
  path: `${flow}/secureattributes`,
  scope: 'secured:read',
  byName: true,
  dynamodb: {
    conversations: ['GetItem', 'PutItem', 'UpdateItem'],
    dataKeys: ['GetItem'],
    settings: ['GetItem'],
    changes: revealGrants,
  },
  attributes: 'secured',
  kms: ['Decrypt'],
});

export const reference = () =>
  ({
    summary: 'Get secured attributes as a flow execution sees them',
    description: 'As a get, of the secured attributes.',
    query: [nameQuery, flowTypeQuery],
    answers: { 200: FlowSecured },
    refusals: [
      ...readable,
      'foreign-execution',
      'key-service-unavailable',
      'conversation-ended',
      'secured-not-for-bots',
      'unprocessable-content',
    ],
    client: 'conversation(id).flow(id).getSecured',
    example: { path: ivr, query: { name: 'cardNumber' }, status: 200 },
  }) satisfies Reference;
