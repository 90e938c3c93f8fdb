import { call, notThere } from '../common.ts';
import { define, type Reference } from '../contract.ts';
import { conversation } from '../paths.ts';

/** DELETE /api/v2/conversations/{conversationId} */
export const contract = define<typeof reference>()({
  operation: 'erase-conversation',
  method: 'DELETE',
  path: conversation,
  scope: 'conversation:erase',
  dynamodb: {
    conversations: ['GetItem', 'PutItem', 'UpdateItem'],
    dataKeys: ['PutItem'],
    erasures: ['PutItem', 'DeleteItem'],
  },
  isConditional: true,
});

export const reference = () =>
  ({
    summary: 'Erase a conversation and its data key',
    description:
      'After that it does not exist any more (404). Its id stays taken for 30 days, and no restore of the tables brings it back.',
    answers: { 204: undefined },
    refusals: [...notThere, 'precondition-failed', 'contention'],
    client: 'conversation(id).erase',
    example: { path: call, status: 204 },
  }) satisfies Reference;
