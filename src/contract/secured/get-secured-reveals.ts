import { ended, readable } from '../common.ts';
import { define, type Reference } from '../contract.ts';
import { conversation } from '../paths.ts';
import { schemaOf } from '../schema.ts';
import { Reveals } from '../schemas/changes.ts';

/** GET /api/v2/conversations/{conversationId}/secureattributes/reveals */
export const contract = define<typeof reference>()({
  operation: 'get-secured-reveals',
  method: 'GET',
  path: `${conversation}/secureattributes/reveals`,
  scope: 'report:read',
  dynamodb: { conversations: ['GetItem'], settings: ['GetItem'], changes: ['Query'] },
  attributes: 'secured',
});

export const reference = () =>
  ({
    summary: 'Get who has revealed which secured names of a conversation, and when',
    description:
      'For an audit: each time that secured values were opened for somebody, by a read, an export or the answer to a write, as long as the conversation is kept, where the deployment keeps changes. It opens nothing. The token needs the right to the call queue.',
    query: [
      {
        name: 'after',
        description: 'Only those after the one with this id. Default: all.',
        schema: schemaOf<string>({ type: 'string', maxLength: 40, pattern: '^\\d{15}-[A-Za-z0-9_-]{8}$' }),
      },
    ],
    answers: { 200: Reveals },
    refusals: [...readable, 'changes-not-kept'],
    client: 'conversation(id).reveals',
    example: { path: ended, status: 200 },
  }) satisfies Reference;
