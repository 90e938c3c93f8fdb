import { contract as getMediaConversation } from '#contract/media/get-media-conversation.ts';
import { contract as listMediaConversations } from '#contract/media/list-media-conversations.ts';
import { serveTogether } from '#http/chain/serve-together.ts';
import { handler as getMediaConversationHandler } from './get-media-conversation.ts';
import { handler as listMediaConversationsHandler } from './list-media-conversations.ts';

/** The conversations of kinds of media. */
export const handler = serveTogether([
  { contract: getMediaConversation, handler: getMediaConversationHandler },
  { contract: listMediaConversations, handler: listMediaConversationsHandler },
]);
