import { computeLastBound } from '#domain/change-log.ts';
import type { Conversation } from '#domain/conversation.ts';
import type { Reveal, RevealLog } from '#domain/reveal-log.ts';
import type { ConversationStore } from '#domain/store.ts';
import { DataKeyRemoved } from '#domain/vault.ts';

/**
 * Keeps that secured values are about to be opened, before they are: none is revealed without it. Whoever erases the conversation
 * meanwhile removes what is kept by then, and this removes what came after.
 *
 * @throws DataKeyRemoved where the conversation is gone
 */
export async function recordReveal(
  store: ConversationStore,
  log: RevealLog,
  { id, startTime }: Pick<Conversation, 'id' | 'startTime'>,
  reveal: Reveal,
): Promise<void> {
  const chronicle = { key: store.itemKey(id), startTime };
  await log.add(chronicle, reveal, computeLastBound(reveal.at));
  const now = await store.read(id);
  if (now?.startTime === startTime) return;
  await log.withdraw(chronicle, reveal.id);
  throw new DataKeyRemoved();
}
