import { define, type Reference } from '../contract.ts';
import { AttributeDefinitions } from '../schemas/definitions.ts';

/** GET /api/v2/settings/attributes */
export const contract = define<typeof reference>()({
  operation: 'list-attribute-definitions',
  servedBy: 'serve-settings',
  method: 'GET',
  path: '/api/v2/settings/attributes',
  scope: 'settings:read',
  dynamodb: { settings: ['GetItem'] },
});

export const reference = () =>
  ({
    summary: 'List the definitions of attributes',
    description: 'All of them: there are 500 at most.',
    answers: { 200: AttributeDefinitions },
    refusals: [],
    client: 'attributeDefinitions',
    example: { status: 200 },
  }) satisfies Reference;
