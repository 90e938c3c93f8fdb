import { checkNames } from '#domain/attributes.ts';
import { savingTypes } from '#domain/end.ts';
import { writeSettings } from '#domain/operations/write-settings.ts';
import { etag, json } from '#http/api.ts';
import { channelTypeIn } from '#http/channel-type.ts';
import { operation as handle } from '#http/operation.ts';
import { operationId } from '#http/operation-id.ts';
import { bodyVersion } from '#http/preconditions.ts';
import { writtenObject } from '#http/representations.ts';
import { channelTypeSettings } from '#http/schemas.ts';
import { settings } from '#http/settings.ts';

/** PUT /api/v2/settings/channels/{type} */
export const handler = handle('put-channel-type-settings', async (input) => {
  const type = channelTypeIn(input);
  const { savedAttributes, retentionDays, activeMaxSeconds, version } = input.body(channelTypeSettings);
  if (Array.isArray(savedAttributes)) {
    checkNames(
      savedAttributes.filter((name) => typeof name === 'string'),
      input.violations,
    );
    if (savedAttributes.length > 0 && !savingTypes.has(type)) {
      const reason = `must be empty: conversations of channel type "${type}" keep no attributes after their end`;
      input.violations.unprocessable('savedAttributes', reason);
    }
  }
  const versions = [...input.ifMatch(), ...bodyVersion(version)];
  const what = `the settings of channel type "${type}"`;
  const operation = operationId(input);
  input.refuse();
  const replaced = {
    savedAttributes,
    retentionDays,
    ...(activeMaxSeconds !== undefined && { activeMaxSeconds }),
  };
  const change = () => replaced;
  const kept = await writeSettings(settings.channelType(type), { operation, what, versions, change });
  const written = writtenObject({ id: type, version: kept.version }, replaced.savedAttributes);
  return json(200, input.mayRead ? kept : written, etag(kept.version));
});
