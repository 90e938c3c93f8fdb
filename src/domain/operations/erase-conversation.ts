import { notFound, untilApplied } from '#domain/execute.ts';
import { orLeaveToSweeper, removeErasedKey } from '#domain/operations/shred.ts';
import type { Store } from '#domain/store.ts';
import type { OperationId } from '#domain/update.ts';
import type { DataKeyRemover } from '#domain/vault.ts';

/**
 * Erases a conversation and its data key. What stays is that its id is taken, for 30 days.
 *
 * @throws Refusal `conversation-not-found`.
 */
export async function eraseConversation(
  store: Store,
  dataKeys: DataKeyRemover,
  id: string,
  operation: OperationId,
): Promise<void> {
  const there = await store.read(id);
  if (!there) {
    if (await store.erasedBy(id, operation)) return;
    notFound(id);
  }
  const erased = await untilApplied(id, there, async (known) => {
    const outcome = await store.erase(known, operation);
    if (outcome.applied) return { done: known };
    if (!outcome.conversation && (await store.erasedBy(id, operation))) return { done: known };
    return outcome;
  });
  await orLeaveToSweeper(removeErasedKey(store, dataKeys, store.key(id), erased.internalId, operation.at));
}
