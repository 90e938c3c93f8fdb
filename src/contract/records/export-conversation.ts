import { call, readable, revealGrants } from '../common.ts';
import { define, type Reference } from '../contract.ts';
import { conversation } from '../paths.ts';
import { Export } from '../schemas/conversations.ts';

/** GET /api/v2/conversations/{conversationId}/export */
export const contract = define<typeof reference>()({
  operation: 'export-conversation',
  method: 'GET',
  path: `${conversation}/export`,
  scope: 'conversation:erase',
  dynamodb: { conversations: ['GetItem'], dataKeys: ['GetItem'], settings: ['GetItem'], changes: revealGrants },
  attributes: 'ordinary',
  kms: ['Decrypt'],
});

export const reference = () =>
  ({
    summary: 'Get everything that is held about a conversation',
    description:
      'For a person who asks what is held about them; pending writes are included. Secured values only for a token that has the scope secured:read too, or secured:read:card and the like for single names, else their names.',
    answers: { 200: Export },
    // Ended meanwhile: its data key is removed.
    refusals: [...readable, 'key-service-unavailable', 'conversation-ended'],
    client: 'conversation(id).export',
    example: { path: call, status: 200 },
  }) satisfies Reference;
