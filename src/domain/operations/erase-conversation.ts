import type { Conversation } from '#domain/conversation.ts';
import type { ErasureJournal } from '#domain/erasure-journal.ts';
import { finishEnd, retryUntilApplied, throwNotFound } from '#domain/execute.ts';
import type { OperationId } from '#domain/operation-ids.ts';
import { leaveFailureToSweeper, removeErasedDataKey } from '#domain/operations/remove-data-key.ts';
import { Refusal } from '#domain/refusal.ts';
import { checkRequirements } from '#domain/requirements.ts';
import type { ConversationStore } from '#domain/store.ts';
import type { VersionMatch } from '#domain/update.ts';
import type { DataKeyRemover } from '#domain/vault.ts';

/** An erasure. */
export interface EraseConversation {
  readonly operation: OperationId;
  readonly conversationId: string;
  /** Versions of the conversation of which one must be current. */
  readonly versions: readonly VersionMatch[];
  /** Tells this delivery of the request from all others: a repeated one has another. */
  readonly delivery: string;
}

/** What an erasure needs besides the store. */
export interface EraseDependencies {
  readonly dataKeys: DataKeyRemover;
  readonly journal: ErasureJournal;
}

/**
 * Erases a conversation and its data key. A tombstone stays, which keeps its id taken for 30 days, and an entry in
 * the journal, which is written first: a crash between the two leaves the entry of an erasure that was asked for and
 * not acknowledged.
 *
 * @throws Refusal `conversation-not-found`, `precondition-failed`.
 */
export async function eraseConversation(
  store: ConversationStore,
  { dataKeys, journal }: EraseDependencies,
  { operation, conversationId: id, versions, delivery }: EraseConversation,
): Promise<void> {
  const there = await store.read(id);
  if (!there) {
    if (await store.wasErasedBy(id, operation)) return;
    throwNotFound(id);
  }
  const entry = { key: store.itemKey(id), delivery };
  let recorded = 0;
  const record = async ({ startTime }: Conversation) => {
    // Never before its start, whichever clock is ahead.
    const at = Math.max(operation.at, startTime);
    if (recorded >= at) return;
    recorded = at;
    await journal.record({ ...entry, at });
  };
  const erasing = retryUntilApplied(id, there, async (known) => {
    const refusal = checkRequirements(known, { version: versions });
    if (refusal) throw refusal;
    // Its item does not show the version that the end has raised.
    if (known.ending && versions.length > 0) {
      const conversation = await finishEnd(store, known);
      if (conversation) return { conversation };
    } else {
      await record(known);
      const outcome = await store.erase(known, operation, versions);
      if (outcome.applied) return { done: known };
      if (outcome.conversation) return outcome;
    }
    if (await store.wasErasedBy(id, operation)) return { done: known };
    return throwNotFound(id);
  });
  const erased = await erasing.catch(async (error: unknown) => {
    if (error instanceof Refusal && recorded > 0) await journal.withdraw(entry);
    throw error;
  });
  await leaveFailureToSweeper(removeErasedDataKey(store, dataKeys, entry.key, erased.internalId, operation.at));
}
