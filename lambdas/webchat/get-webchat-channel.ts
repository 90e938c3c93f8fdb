import { contract } from '#contract/webchat/get-webchat-channel.ts';
import { operation } from '#http/chain/operation.ts';
import { representChannel } from '#http/response/webchat-channel.ts';
import { settings } from '#http/wiring/settings-store.ts';

/** GET /api/v2/webchat/channels/{channelId} */
export const handler = operation(
  contract,
  (input) => input.id('channelId'),
  async (id) => {
    const channel = await settings.readWebChannel(id);
    return { status: 200, body: representChannel(channel), version: channel.version };
  },
);
