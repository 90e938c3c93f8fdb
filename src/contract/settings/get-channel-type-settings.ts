import { define, type Reference } from '../contract.ts';
import { ChannelTypeSettings } from '../schemas/channels.ts';

/** GET /api/v2/settings/channels/{type} */
export const contract = define<typeof reference>()({
  operation: 'get-channel-type-settings',
  servedBy: 'serve-settings',
  method: 'GET',
  path: '/api/v2/settings/channels/{type}',
  scope: 'settings:read',
  dynamodb: { settings: ['GetItem'] },
});

export const reference = () =>
  ({
    summary: 'Get what is kept of the conversations of a channel type',
    description:
      'Before any settings are written, no name is kept, and the record of a conversation lasts 90 days. Without `activeMaxSeconds` an active conversation ends as the deployment says, or 1 day after the last write to it on `voice` and `webchat`, 30 days on `task`, 7 days on every other channel type.',
    answers: { 200: ChannelTypeSettings },
    hasVersion: true,
    refusals: [],
    client: 'channelTypeSettings',
    example: { path: { type: 'voice' }, status: 200 },
  }) satisfies Reference;
