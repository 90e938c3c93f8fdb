import { etag, json } from '#http/api.ts';
import { channelTypeIn } from '#http/channel-type.ts';
import { operation } from '#http/operation.ts';
import { settings } from '#http/settings.ts';

/** GET /api/v2/settings/channels/{type} */
export const handler = operation('get-channel-type-settings', async (input) => {
  const type = channelTypeIn(input);
  input.refuse();
  const kept = await settings.readChannelType(type);
  return json(200, kept, etag(kept.version));
});
