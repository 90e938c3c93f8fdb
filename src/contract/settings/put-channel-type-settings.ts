import { channelTypeSettings } from '../bodies.ts';
import { writeSettings } from '../common.ts';
import { define, type Reference } from '../contract.ts';
import { ChannelTypeSettings } from '../schemas/channels.ts';
import { Written } from '../schemas/conversations.ts';

/** PUT /api/v2/settings/channels/{type} */
export const contract = define<typeof reference>()({
  operation: 'put-channel-type-settings',
  servedBy: 'serve-settings',
  method: 'PUT',
  path: '/api/v2/settings/channels/{type}',
  scope: 'settings:write',
  readScope: 'settings:read',
  dynamodb: { settings: ['GetItem', 'PutItem'] },
  body: channelTypeSettings,
  isConditional: true,
});

export const reference = () =>
  ({
    summary: 'Set what is kept of the conversations of a channel type',
    description:
      'The names that conversations of this channel type keep after their end, and for how many days; and how many seconds after the last write to it an active one ends, where that is not as the deployment says. What counts for a conversation is the list at its wrap-up, and the time when the sweeper looks at it. Tasks and e-mails keep no names: theirs must be empty.',
    bodySchema: {
      name: 'ChannelTypeSettingsInput',
      description: 'What is to be kept of the conversations of a channel type.',
      fields: {
        savedAttributes: 'The names that stay, and no others.',
        activeMaxSeconds:
          'Seconds after the last write at which an active conversation ends. Default: as the deployment says, or the type.',
        version: 'The version that was read: refused when it is not current.',
      },
    },
    answers: { 200: [ChannelTypeSettings, Written] },
    hasVersion: true,
    refusals: writeSettings,
    client: 'putChannelTypeSettings',
    example: {
      path: { type: 'voice' },
      body: { savedAttributes: ['tier', 'outcome'], retentionDays: 30 },
      status: 200,
    },
  }) satisfies Reference;
