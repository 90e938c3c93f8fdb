import { shop } from '../common.ts';
import { define, type Reference } from '../contract.ts';
import { WebchatChannel } from '../schemas/channels.ts';

/** GET /api/v2/webchat/channels/{channelId} */
export const contract = define<typeof reference>()({
  operation: 'get-webchat-channel',
  method: 'GET',
  path: '/api/v2/webchat/channels/{channelId}',
  scope: 'webchat:read',
  alsoScope: 'webchat:write',
  dynamodb: { settings: ['GetItem'] },
});

export const reference = () =>
  ({
    summary: 'Get the settings of a web channel',
    description: 'A channel that was never changed is of type webmessaging and allows no name.',
    answers: { 200: WebchatChannel },
    hasVersion: true,
    refusals: [],
    client: 'webChannel(id).settings',
    example: { path: shop, status: 200 },
  }) satisfies Reference;
