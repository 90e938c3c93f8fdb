import { etag, json } from '#http/api.ts';
import { operation } from '#http/operation.ts';
import { settings } from '#http/settings.ts';
import { channelObject } from '#http/webchat-channel.ts';

/** GET /api/v2/webchat/channels/{channelId} */
export const handler = operation('get-webchat-channel', async (input) => {
  const id = input.id('channelId');
  input.refuse();
  const channel = await settings.readWebChannel(id);
  return json(200, channelObject(channel), etag(channel.version));
});
