import { checkNames } from '#domain/attributes.ts';
import { writeSettings } from '#domain/operations/write-settings.ts';
import { json } from '#http/api.ts';
import { channelTypeIn } from '#http/channel-type.ts';
import { operation } from '#http/operation.ts';
import { operationId } from '#http/operation-id.ts';
import { writtenObject } from '#http/representations.ts';
import { channelTypeSettings } from '#http/schemas.ts';
import { settings } from '#http/settings.ts';

/** PUT /api/v2/settings/channels/{type} */
export const handler = operation('put-channel-type-settings', async (input) => {
  const type = channelTypeIn(input);
  const { savedAttributes, retentionDays } = input.body(channelTypeSettings);
  if (Array.isArray(savedAttributes)) {
    checkNames(
      savedAttributes.filter((name) => typeof name === 'string'),
      input.violations,
    );
  }
  const own = operationId(input);
  input.refuse();
  const replaced = { savedAttributes: [...new Set(savedAttributes)], retentionDays };
  const kept = await writeSettings(settings.channelType(type), own, () => replaced);
  return json(200, input.mayRead ? kept : writtenObject({ id: type }, replaced.savedAttributes));
});
