import { flush } from '../bodies.ts';
import { ivr, write } from '../common.ts';
import { define, type Reference } from '../contract.ts';
import { flow } from '../paths.ts';
import { Flushed } from '../schemas/flows.ts';

/** POST /api/v2/conversations/{conversationId}/flows/{flowExecutionId}/flush */
export const contract = define<typeof reference>()({
  operation: 'flush-attributes',
  method: 'POST',
  path: `${flow}/flush`,
  scope: 'flow:write',
  dynamodb: { conversations: ['GetItem', 'UpdateItem'], settings: ['GetItem'] },
  attributes: 'ordinary',
  body: flush,
});

export const reference = () =>
  ({
    summary: 'Apply the pending writes of a flow execution in one batch',
    description:
      'Applies everything that is pending, secured attributes too, in one write, with a last batch that may come along. A flush that is repeated applies nothing again.',
    bodyIsOptional: true,
    bodySchema: {
      name: 'Flush',
      description: 'A last batch that a flush brings along.',
    },
    answers: { 200: Flushed },
    refusals: [...write, 'foreign-execution', 'participant-not-found'],
    client: 'conversation(id).flow(id).flush',
    example: {
      path: ivr,
      headers: { 'Idempotency-Key': 'ivr-7-last' },
      body: { attributes: { step: 'done' } },
      status: 200,
    },
  }) satisfies Reference;
