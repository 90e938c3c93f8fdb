import { define, type Reference } from '../contract.ts';
import { AttributeDefinition } from '../schemas/definitions.ts';

/** GET /api/v2/settings/attributes/{name} */
export const contract = define<typeof reference>()({
  operation: 'get-attribute-definition',
  servedBy: 'serve-settings',
  method: 'GET',
  path: '/api/v2/settings/attributes/{name}',
  scope: 'settings:read',
  dynamodb: { settings: ['GetItem'] },
});

export const reference = () =>
  ({
    summary: 'Get the definition of an attribute',
    description: 'A name without one may have any value.',
    answers: { 200: AttributeDefinition },
    hasVersion: true,
    refusals: ['attribute-not-defined'],
    client: 'attributeDefinition',
    example: { path: { name: 'loyaltyLevel' }, status: 200 },
  }) satisfies Reference;
