import { customer, readable } from '../common.ts';
import { define, type Reference } from '../contract.ts';
import { participantAttributes } from '../paths.ts';
import { ParticipantAttributes } from '../schemas/conversations.ts';

/** GET /api/v2/conversations/{conversationId}/participants/{participantId}/attributes */
export const contract = define<typeof reference>()({
  operation: 'get-participant-attributes',
  method: 'GET',
  path: participantAttributes,
  scope: 'interaction:participant:read',
  dynamodb: { conversations: ['GetItem'], settings: ['GetItem'] },
  attributes: 'ordinary',
});

export const reference = () =>
  ({
    summary: 'Get the attributes of a participant',
    description: 'What has taken effect: pending writes are not part of it.',
    answers: { 200: ParticipantAttributes },
    hasVersion: true,
    refusals: [...readable, 'participant-not-found'],
    client: 'conversation(id).participant(id).attributes',
    example: { path: customer, status: 200 },
  }) satisfies Reference;
