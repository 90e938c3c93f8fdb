import { securedPatch } from '../bodies.ts';
import { call, revealGrants, writeSecured } from '../common.ts';
import { define, type Reference } from '../contract.ts';
import { conversation } from '../paths.ts';
import { SecuredNames } from '../schemas/flows.ts';

/** PATCH /api/v2/conversations/{conversationId}/secureattributes */
export const contract = define<typeof reference>()({
  operation: 'patch-secureattributes',
  method: 'PATCH',
  path: `${conversation}/secureattributes`,
  scope: 'secured:write',
  byName: true,
  readScope: 'secured:read',
  dynamodb: {
    conversations: ['GetItem', 'UpdateItem'],
    dataKeys: ['GetItem', 'PutItem'],
    settings: ['GetItem'],
    changes: revealGrants,
  },
  attributes: 'secured',
  kms: ['GenerateDataKey', 'Decrypt'],
  body: securedPatch,
  isConditional: true,
});

export const reference = () =>
  ({
    summary: 'Merge into the secured attributes of a conversation',
    description:
      'Names that are not given stay as they are; null removes a name. A version is taken and ignored. The answer has all names and values.',
    bodySchema: {
      name: 'SecuredPatch',
      description: 'Changes of secured attributes.',
      fields: {
        version: 'Taken and ignored.',
      },
    },
    answers: { 200: SecuredNames },
    hasVersion: true,
    refusals: writeSecured,
    client: 'conversation(id).patchSecured',
    example: { path: call, body: { attributes: { iban: null } }, status: 200 },
  }) satisfies Reference;
