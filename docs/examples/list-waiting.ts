import type { ConversationAttributes } from '@conversation-attributes/client';

/** The newest active conversations of a call queue. The next page is asked for when it is needed. */
export async function listWaiting(api: ConversationAttributes, queueId: string, most: number) {
  const ids: string[] = [];
  for await (const { id } of api.findConversations({ state: 'active', queueId })) {
    ids.push(id);
    if (ids.length === most) break;
  }
  return ids;
}
