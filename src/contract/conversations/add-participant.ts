import { limits } from '#domain/limits.ts';
import { newParticipant } from '../bodies.ts';
import { call, write } from '../common.ts';
import { define, type Reference } from '../contract.ts';
import { conversation } from '../paths.ts';
import { Participant, Written } from '../schemas/conversations.ts';

/** POST /api/v2/conversations/{conversationId}/participants */
export const contract = define<typeof reference>()({
  operation: 'add-participant',
  method: 'POST',
  path: `${conversation}/participants`,
  scope: 'conversation:write',
  readScope: 'conversation:read',
  dynamodb: { conversations: ['GetItem', 'UpdateItem'], settings: ['GetItem'] },
  attributes: 'ordinary',
  body: newParticipant,
});

export const reference = () =>
  ({
    summary: 'Add a participant to a conversation',
    description: `Without an id it gets its purpose and a number: \`agent-1\`. ${limits.participants} may be present, and ${limits.allParticipants} have been there in all.`,
    bodySchema: {
      name: 'ParticipantInput',
      description: 'A participant to be made.',
      fields: {
        id: 'Default: the purpose and a number, such as `customer-1`.',
        purpose: '`customer`, `agent`, ...',
      },
    },
    answers: { 201: [Participant, Written] },
    hasVersion: true,
    hasLocation: true,
    refusals: [...write, 'participant-exists', 'too-many-participants'],
    client: 'conversation(id).addParticipant',
    example: { path: call, body: { purpose: 'agent', attributes: { desk: 'B12' } }, status: 201 },
  }) satisfies Reference;
