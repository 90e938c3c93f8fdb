import { set } from '../bodies.ts';
import { ivr, pending } from '../common.ts';
import { define, type Reference } from '../contract.ts';
import { flow } from '../paths.ts';
import { Pending } from '../schemas/flows.ts';

/** POST /api/v2/conversations/{conversationId}/flows/{flowExecutionId}/attributes */
export const contract = define<typeof reference>()({
  operation: 'set-attributes',
  method: 'POST',
  path: `${flow}/attributes`,
  scope: 'flow:write',
  dynamodb: { conversations: ['GetItem', 'UpdateItem'], settings: ['GetItem'] },
  attributes: 'ordinary',
  body: set,
});

export const reference = () =>
  ({
    summary: 'Set attributes in a flow execution, pending until its flush',
    description:
      'They are kept durably and only this execution sees them, until its flush, the end of the conversation, or 60 minutes have passed: then they take effect, all at once. null removes a name.',
    bodySchema: {
      name: 'FlowAttributesInput',
      description: 'A set in a flow execution.',
    },
    answers: { 202: Pending },
    refusals: [...pending, 'foreign-execution', 'participant-not-found'],
    client: 'conversation(id).flow(id).set',
    example: { path: ivr, body: { attributes: { tier: 'gold', intent: 'upgrade' } }, status: 202 },
  }) satisfies Reference;
