import { call, notThere } from '../common.ts';
import { define, type Reference } from '../contract.ts';
import { conversation } from '../paths.ts';

/** DELETE /api/v2/conversations/{conversationId}/participants/{participantId} */
export const contract = define<typeof reference>()({
  operation: 'remove-participant',
  method: 'DELETE',
  path: `${conversation}/participants/{participantId}`,
  scope: 'conversation:write',
  dynamodb: { conversations: ['GetItem', 'UpdateItem'] },
  isConditional: true,
});

export const reference = () =>
  ({
    summary: 'Have a participant leave a conversation',
    description:
      'It stays with its `endTime` and its attributes, which are read by its id and count at the end, and what a flow has set on it takes effect. No alias means it any more, and nothing new is written to it. The version is that of the participant.',
    answers: { 204: undefined },
    refusals: [
      ...notThere,
      'participant-not-found',
      'conversation-ended',
      'precondition-failed',
      'idempotency-key-reused',
      'idempotency-key-expired',
      'contention',
    ],
    client: 'conversation(id).participant(id).leave',
    example: { path: { ...call, participantId: 'agent-1' }, status: 204 },
  }) satisfies Reference;
