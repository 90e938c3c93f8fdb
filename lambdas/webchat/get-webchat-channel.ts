import { contract } from '#contract/webchat/get-webchat-channel.ts';
import { operation } from '#http/operation.ts';
import { settings } from '#http/settings.ts';
import { channelObject } from '#http/webchat-channel.ts';

/** GET /api/v2/webchat/channels/{channelId} */
export const handler = operation(
  contract,
  (input) => input.id('channelId'),
  async (id) => {
    const channel = await settings.readWebChannel(id);
    return { status: 200, body: channelObject(channel), version: channel.version };
  },
);
