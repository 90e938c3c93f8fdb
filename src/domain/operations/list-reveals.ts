import type { Conversation } from '#domain/conversation.ts';
import { readConversation } from '#domain/execute.ts';
import { limits } from '#domain/limits.ts';
import type { RevealLog, RevealPage } from '#domain/reveal-log.ts';
import type { ConversationStore } from '#domain/store.ts';

/**
 * Who has revealed which secured names of a conversation, when.
 *
 * @param authorize - throws where the caller may not see it
 * @throws Refusal `conversation-not-found`
 */
export async function listReveals(
  store: ConversationStore,
  log: Pick<RevealLog, 'list'>,
  { conversationId, after }: { readonly conversationId: string; readonly after: string | undefined },
  authorize: (conversation: Conversation) => void,
): Promise<RevealPage> {
  const conversation = await readConversation(store, conversationId);
  authorize(conversation);
  const chronicle = { key: store.itemKey(conversationId), startTime: conversation.startTime };
  return log.list({ ...chronicle, after, most: limits.changesPerPage });
}
