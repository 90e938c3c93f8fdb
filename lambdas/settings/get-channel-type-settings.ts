import { contract } from '#contract/settings/get-channel-type-settings.ts';
import { operation } from '#http/chain/operation.ts';
import { settings } from '#http/wiring/settings-store.ts';

/** GET /api/v2/settings/channels/{type} */
export const handler = operation(
  contract,
  (input) => input.channelType(),
  async (type) => {
    const kept = await settings.readChannelType(type);
    return { status: 200, body: kept, version: kept.version };
  },
);
