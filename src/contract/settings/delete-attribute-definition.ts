import { writeSettings } from '../common.ts';
import { define, type Reference } from '../contract.ts';

/** DELETE /api/v2/settings/attributes/{name} */
export const contract = define<typeof reference>()({
  operation: 'delete-attribute-definition',
  servedBy: 'serve-settings',
  method: 'DELETE',
  path: '/api/v2/settings/attributes/{name}',
  scope: 'settings:write',
  dynamodb: { settings: ['GetItem', 'PutItem'] },
  isConditional: true,
});

export const reference = () =>
  ({
    summary: 'Remove the definition of an attribute',
    description: 'From then on the name may have any value. Values that are there stay as they are.',
    answers: { 204: undefined },
    refusals: [
      'attribute-not-defined',
      ...writeSettings.filter((code) => code !== 'version-conflict' && code !== 'unprocessable-content'),
    ],
    client: 'deleteAttributeDefinition',
    example: { path: { name: 'loyaltyLevel' }, status: 204 },
  }) satisfies Reference;
