import { webchatChannelPatch } from '../bodies.ts';
import { shop, writeSettings } from '../common.ts';
import { define, type Reference } from '../contract.ts';
import { WebchatChannel } from '../schemas/channels.ts';

/** PATCH /api/v2/webchat/channels/{channelId} */
export const contract = define<typeof reference>()({
  operation: 'patch-webchat-channel',
  method: 'PATCH',
  path: '/api/v2/webchat/channels/{channelId}',
  scope: 'webchat:write',
  dynamodb: { settings: ['GetItem', 'PutItem'] },
  body: webchatChannelPatch,
  isConditional: true,
});

export const reference = () =>
  ({
    summary: 'Change the type of a web channel, or the attributes that its guests may set',
    description:
      'Only what is given changes; a list replaces the old one, and has no name twice. A first message that lacks what is `required` makes no conversation: 422 names each, with its `text` for people. What is required is allowed, too. `savedAttributes` and `retentionDays` come before those of the channel type, for conversations that name this channel as their `channelId`, of any type that saves; what counts is the list at their wrap-up. Null takes them back.',
    bodySchema: {
      name: 'WebchatChannelPatch',
      description: 'Changes of a web channel.',
      fields: {
        version: 'The version that was read: refused when it is not current.',
      },
    },
    answers: { 200: WebchatChannel },
    hasVersion: true,
    refusals: writeSettings,
    client: 'webChannel(id).patchSettings',
    example: {
      path: shop,
      body: {
        settings: {
          webchat: { attributes: { allowed: ['customer_segment', { name: 'priority_level', type: 'number' }] } },
        },
      },
      status: 200,
    },
  }) satisfies Reference;
