import { call, readable } from '../common.ts';
import { define, type Reference } from '../contract.ts';
import { conversation } from '../paths.ts';
import { count } from '../schemas/basics.ts';
import { Changes } from '../schemas/changes.ts';

/** GET /api/v2/conversations/{conversationId}/changes */
export const contract = define<typeof reference>()({
  operation: 'get-conversation-changes',
  method: 'GET',
  path: `${conversation}/changes`,
  scope: 'conversation:read',
  dynamodb: { conversations: ['GetItem'], settings: ['GetItem'], changes: ['Query'] },
  attributes: 'ordinary',
});

export const reference = () =>
  ({
    summary: 'Get what has changed in a conversation, by whom and when',
    description:
      'Who has changed which names, when, in which operation and flow execution: for as long as the conversation is kept, where the deployment keeps changes. The log has no value: an answer has those that the conversation has now, as far as the caller may read them. What is saved it has for callers with the right to the call queue.',
    query: [
      {
        name: 'since',
        description: 'Only changes after this revision: that of the last one that the caller has. Default: 0, all.',
        schema: count,
      },
    ],
    answers: { 200: Changes },
    refusals: [...readable, 'changes-not-kept'],
    client: 'conversation(id).changesSince',
    example: { path: call, status: 200 },
  }) satisfies Reference;
