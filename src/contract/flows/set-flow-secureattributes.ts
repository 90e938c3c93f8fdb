import { setSecured } from '../bodies.ts';
import { ivr, pending } from '../common.ts';
import { define, type Reference } from '../contract.ts';
import { flow } from '../paths.ts';
import { Pending } from '../schemas/flows.ts';

/** POST /api/v2/conversations/{conversationId}/flows/{flowExecutionId}/secureattributes */
export const contract = define<typeof reference>()({
  operation: 'set-flow-secureattributes',
  method: 'POST',
  path: `${flow}/secureattributes`,
  scope: 'secured:write',
  byName: true,
  dynamodb: {
    conversations: ['GetItem', 'PutItem', 'UpdateItem'],
    dataKeys: ['GetItem', 'PutItem'],
    settings: ['GetItem'],
  },
  attributes: 'secured',
  kms: ['GenerateDataKey', 'Decrypt'],
  body: setSecured,
});

export const reference = () =>
  ({
    summary: 'Set secured attributes in a flow execution, pending until its flush',
    description: "As a set; the values are encrypted under the deployment's KMS key before they are stored.",
    bodySchema: {
      name: 'FlowSecuredInput',
      description: 'A set of secured attributes in a flow execution.',
    },
    answers: { 202: Pending },
    refusals: [...pending, 'foreign-execution', 'key-service-unavailable', 'data-key-lost', 'secured-not-for-bots'],
    client: 'conversation(id).flow(id).setSecured',
    example: { path: ivr, body: { attributes: { cardNumber: '4111111111111111' } }, status: 202 },
  }) satisfies Reference;
