import { finished, notFound, untilApplied } from '#domain/execute.ts';
import type { OperationId } from '#domain/operation-ids.ts';
import { orLeaveToSweeper, removeErasedKey } from '#domain/operations/shred.ts';
import { unmet } from '#domain/requirements.ts';
import type { Store } from '#domain/store.ts';
import type { VersionMatch } from '#domain/update.ts';
import type { DataKeyRemover } from '#domain/vault.ts';

/** An erasure. */
export interface EraseConversation {
  readonly operation: OperationId;
  readonly conversationId: string;
  /** Versions of the conversation of which one must be current. */
  readonly versions: readonly VersionMatch[];
}

/**
 * Erases a conversation and its data key. What stays is that its id is taken, for 30 days.
 *
 * @throws Refusal `conversation-not-found`, `precondition-failed`.
 */
export async function eraseConversation(
  store: Store,
  dataKeys: DataKeyRemover,
  { operation, conversationId: id, versions }: EraseConversation,
): Promise<void> {
  const there = await store.read(id);
  if (!there) {
    if (await store.erasedBy(id, operation)) return;
    notFound(id);
  }
  const erased = await untilApplied(id, there, async (known) => {
    const refusal = unmet(known, { version: versions });
    if (refusal) throw refusal;
    // Its item does not show the version that the end has raised.
    if (known.ending && versions.length > 0) return { conversation: await finished(store, known) };
    const outcome = await store.erase(known, operation, versions);
    if (outcome.applied) return { done: known };
    if (!outcome.conversation && (await store.erasedBy(id, operation))) return { done: known };
    return outcome;
  });
  await orLeaveToSweeper(removeErasedKey(store, dataKeys, store.key(id), erased.internalId, operation.at));
}
