import { contract as deleteAttributeDefinition } from '#contract/settings/delete-attribute-definition.ts';
import { contract as getAttributeDefinition } from '#contract/settings/get-attribute-definition.ts';
import { contract as getChannelTypeSettings } from '#contract/settings/get-channel-type-settings.ts';
import { contract as listAttributeDefinitions } from '#contract/settings/list-attribute-definitions.ts';
import { contract as putAttributeDefinition } from '#contract/settings/put-attribute-definition.ts';
import { contract as putChannelTypeSettings } from '#contract/settings/put-channel-type-settings.ts';
import { serveTogether } from '#http/chain/serve-together.ts';
import { handler as deleteAttributeDefinitionHandler } from './delete-attribute-definition.ts';
import { handler as getAttributeDefinitionHandler } from './get-attribute-definition.ts';
import { handler as getChannelTypeSettingsHandler } from './get-channel-type-settings.ts';
import { handler as listAttributeDefinitionsHandler } from './list-attribute-definitions.ts';
import { handler as putAttributeDefinitionHandler } from './put-attribute-definition.ts';
import { handler as putChannelTypeSettingsHandler } from './put-channel-type-settings.ts';

/** The settings of channel types, and the definitions of attributes. */
export const handler = serveTogether([
  { contract: deleteAttributeDefinition, handler: deleteAttributeDefinitionHandler },
  { contract: getAttributeDefinition, handler: getAttributeDefinitionHandler },
  { contract: getChannelTypeSettings, handler: getChannelTypeSettingsHandler },
  { contract: listAttributeDefinitions, handler: listAttributeDefinitionsHandler },
  { contract: putAttributeDefinition, handler: putAttributeDefinitionHandler },
  { contract: putChannelTypeSettings, handler: putChannelTypeSettingsHandler },
]);
