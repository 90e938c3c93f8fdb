import { type ChannelType, channelTypeRules, channelTypes } from '#domain/channel-types.ts';

/** The path of a conversation. */
export const conversation = '/api/v2/conversations/{conversationId}';

/** The path of the attributes of a participant. */
export const participantAttributes = `${conversation}/participants/{participantId}/attributes` as const;

/** Words that clients of Genesys Cloud put before a conversation's id, by its kind of media, and the channel types that they mean. */
export const media = {
  calls: ['voice'],
  callbacks: ['callback'],
  chats: ['webchat'],
  emails: ['email'],
  messages: channelTypes.filter((type) => channelTypeRules[type].guests === 'any message'),
} as const satisfies Readonly<Record<string, readonly ChannelType[]>>;

/** Whether a word is that of a kind of media. */
export function isMedia(word: string): word is keyof typeof media {
  return Object.hasOwn(media, word);
}

/** A path for each kind of media, with the same after it. */
export function mediaPaths<const Rest extends string>(rest: Rest) {
  const path = (kind: keyof typeof media) => `/api/v2/conversations/${kind}${rest}` as const;
  return [path('calls'), path('callbacks'), path('chats'), path('emails'), path('messages')] as const;
}

/** The path of the records of a conversation, in the words of Genesys Cloud. */
export const records = `${conversation}/customattributes` as const;

/** The path of their schemas. */
export const schemas = '/api/v2/conversations/customattributes/schemas';

/** The path of a flow execution. */
export const flow = `${conversation}/flows/{flowExecutionId}` as const;
