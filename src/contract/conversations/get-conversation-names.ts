import { call, readable } from '../common.ts';
import { define, type Reference } from '../contract.ts';
import { conversation } from '../paths.ts';
import { ConversationNames } from '../schemas/conversations.ts';

/** GET /api/v2/conversations/{conversationId}/names */
export const contract = define<typeof reference>()({
  operation: 'get-conversation-names',
  method: 'GET',
  path: `${conversation}/names`,
  scope: 'conversation:read',
  dynamodb: { conversations: ['GetItem'], settings: ['GetItem'] },
  attributes: 'ordinary',
});

export const reference = () =>
  ({
    summary: 'Get the names of what a conversation does not show: pending writes, and secured attributes',
    description:
      'Without a value. For people who look into a conversation: which flow execution has not flushed yet, and what there is under the key of the customer. It opens nothing, and asks no key service. After wrap-up there is none of either.',
    answers: { 200: ConversationNames },
    refusals: readable,
    client: 'conversation(id).names',
    example: { path: call, status: 200 },
  }) satisfies Reference;
