import { call, readable, revealGrants } from '../common.ts';
import { define, type Reference } from '../contract.ts';
import { conversation } from '../paths.ts';
import { Secured } from '../schemas/flows.ts';

/** GET /api/v2/conversations/{conversationId}/secureattributes */
export const contract = define<typeof reference>()({
  operation: 'get-secureattributes',
  method: 'GET',
  path: `${conversation}/secureattributes`,
  scope: 'secured:read',
  byName: true,
  dynamodb: { conversations: ['GetItem'], dataKeys: ['GetItem'], settings: ['GetItem'], changes: revealGrants },
  attributes: 'secured',
  kms: ['Decrypt'],
});

export const reference = () =>
  ({
    summary: 'Get the secured attributes of a conversation',
    description:
      'What has taken effect, decrypted: pending writes are not part of it. To a token with scopes for single names, such as secured:read:card, it answers those.',
    answers: { 200: Secured },
    hasVersion: true,
    // Ended meanwhile: its data key is removed.
    refusals: [...readable, 'key-service-unavailable', 'conversation-ended'],
    client: 'conversation(id).secured',
    example: { path: call, status: 200 },
  }) satisfies Reference;
