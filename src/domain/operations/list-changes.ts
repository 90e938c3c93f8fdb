import type { Change, ChangeReader } from '#domain/change-log.ts';
import type { Conversation } from '#domain/conversation.ts';
import { readConversation } from '#domain/execute.ts';
import { limits } from '#domain/limits.ts';
import type { ConversationStore } from '#domain/store.ts';

/** Changes of a conversation, oldest first, and the conversation after the last of them or later. */
export interface ListedChanges {
  readonly conversation: Conversation;
  readonly changes: readonly Change[];
  /** Whether there are later ones already. */
  readonly isCut: boolean;
}

/**
 * The changes of a conversation after a revision.
 *
 * @throws Refusal `conversation-not-found`
 */
export async function listChanges(
  store: ConversationStore,
  log: ChangeReader,
  { conversationId, since }: { readonly conversationId: string; readonly since: number },
): Promise<ListedChanges> {
  const conversation = await readConversation(store, conversationId);
  const { startTime, revision } = conversation;
  // Most who look again find nothing new, and need not ask the log.
  if (since >= revision) return { conversation, changes: [], isCut: false };
  const query = { key: store.itemKey(conversationId), startTime, since, most: limits.changesPerPage };
  const { changes, isCut } = await log.list(query);
  // What has been written since the conversation was read comes the next time, with its values.
  const known = changes.filter((change) => change.revision <= revision);
  return { conversation, changes: known, isCut: isCut || known.length < changes.length };
}
