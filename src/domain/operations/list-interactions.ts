import type { Conversation } from '#domain/conversation.ts';
import type { FindQuery } from '#domain/find.ts';
import type { ConversationIndex, ConversationStore } from '#domain/store.ts';

/** A page of interactions, as a caller sees each. */
export interface ListInteractions<Shown> extends Omit<FindQuery, 'sizeOf'> {
  readonly represent: (conversation: Conversation) => Shown;
  /** The bytes that one takes on the page, at most. */
  readonly sizeOf: (shown: Shown) => number;
}

/**
 * Lists conversations with their participants, newest first. The index finds them, and each is read: it may be late, so
 * what has changed its state or its call queue meanwhile is left out.
 */
export async function listInteractions<Shown>(
  index: ConversationIndex,
  store: Pick<ConversationStore, 'read'>,
  { represent, sizeOf, ...query }: ListInteractions<Shown>,
): Promise<{ readonly interactions: readonly Shown[]; readonly after?: string | undefined }> {
  const { accept = () => true, filter } = query;
  const { states, queueId } = filter;
  const page = await index.find({ ...query, sizeOf: () => 0 });
  const read = await Promise.all(page.conversations.map(({ id, conversation }) => conversation ?? store.read(id)));
  const interactions: Shown[] = [];
  let bytes = 0;
  for (const [position, conversation] of read.entries()) {
    if (!conversation || !(states?.includes(conversation.state) ?? true)) continue;
    if ((queueId !== undefined && conversation.queueId !== queueId) || !accept(conversation)) continue;
    const shown = represent(conversation);
    bytes += sizeOf(shown);
    // The first is taken whatever its size.
    if (interactions.length > 0 && bytes > query.maxBytes) {
      return { interactions, after: page.conversations[position - 1]?.place };
    }
    interactions.push(shown);
  }
  return { interactions, after: page.after };
}
