import { securedReplacement } from '../bodies.ts';
import { call, revealGrants, writeSecured } from '../common.ts';
import { define, type Reference } from '../contract.ts';
import { conversation } from '../paths.ts';
import { SecuredNames } from '../schemas/flows.ts';

/** PUT /api/v2/conversations/{conversationId}/secureattributes */
export const contract = define<typeof reference>()({
  operation: 'put-secureattributes',
  method: 'PUT',
  path: `${conversation}/secureattributes`,
  scope: 'secured:write',
  readScope: 'secured:read',
  dynamodb: {
    conversations: ['GetItem', 'UpdateItem'],
    dataKeys: ['GetItem', 'PutItem'],
    settings: ['GetItem'],
    changes: revealGrants,
  },
  attributes: 'secured',
  kms: ['GenerateDataKey', 'Decrypt'],
  body: securedReplacement,
  isConditional: true,
});

export const reference = () =>
  ({
    summary: 'Replace the secured attributes of a conversation',
    description:
      'Names that are not given are removed. The version must be current; it is 0 where there were never any. The answer has all names and values. A scope for single names, such as secured:write:card, does not do: it replaces all.',
    bodySchema: {
      name: 'SecuredReplacement',
      description: 'All secured attributes of a conversation.',
      fields: {
        version: 'The version that was read; 0 where there were never any.',
      },
    },
    answers: { 200: SecuredNames },
    hasVersion: true,
    refusals: [...writeSecured, 'version-conflict'],
    client: 'conversation(id).replaceSecured',
    example: { path: call, body: { attributes: { iban: 'DE02120300000000202051' }, version: 1 }, status: 200 },
  }) satisfies Reference;
