import { call, readable } from '../common.ts';
import { define, type Reference } from '../contract.ts';
import { conversation } from '../paths.ts';
import { Provenance } from '../schemas/changes.ts';

/** GET /api/v2/conversations/{conversationId}/provenance */
export const contract = define<typeof reference>()({
  operation: 'get-conversation-provenance',
  method: 'GET',
  path: `${conversation}/provenance`,
  scope: 'conversation:read',
  dynamodb: { conversations: ['GetItem'], settings: ['GetItem'], changes: ['Query'] },
  attributes: 'ordinary',
});

export const reference = () =>
  ({
    summary: 'Get who gave each name of a conversation the value that it has, and when',
    description:
      'Of `data`, of each participant, of secured attributes and of what is saved, without values: the client, the operation and the flow execution. It is read from the changes of the conversation, where the deployment keeps them. A write of the value that was there before gives no value.',
    answers: { 200: Provenance },
    refusals: [...readable, 'changes-not-kept'],
    client: 'conversation(id).provenance',
    example: { path: call, status: 200 },
  }) satisfies Reference;
