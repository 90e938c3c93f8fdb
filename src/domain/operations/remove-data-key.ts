import type { Conversation } from '#domain/conversation.ts';
import { computeNextDue } from '#domain/due.ts';
import { executeAfterRead } from '#domain/execute.ts';
import type { OperationId } from '#domain/operation-ids.ts';
import { Refusal } from '#domain/refusal.ts';
import type { Leases } from '#domain/settings.ts';
import { type ConversationStore, StoreUnavailable } from '#domain/store.ts';
import type { DataKeyRemover } from '#domain/vault.ts';

/** What removing a data key needs besides the store. */
export interface ShredDependencies {
  readonly dataKeys: DataKeyRemover;
  readonly leases: Leases;
  /** Makes an operation id for a write that no request asked for. */
  readonly operation: () => OperationId;
}

/**
 * Removes the data key of an ended conversation, then notes it there: a crash between the two leaves it due, and the
 * sweeper does both again.
 */
export async function removeDataKey(
  store: ConversationStore,
  { dataKeys, leases, operation }: ShredDependencies,
  conversation: Conversation,
  at: number,
): Promise<void> {
  if (conversation.internalId === undefined) return;
  await dataKeys.shred(conversation.internalId, at);
  const plan = ({ internalId: _removed, ...known }: Conversation) => ({
    require: {},
    isUpkeep: true as const,
    changes: { keyRemoved: true as const, due: computeNextDue(known, leases, at) },
  });
  await executeAfterRead(store, conversation.id, operation(), plan, conversation);
}

/** The same for a conversation that is erased. */
export async function removeErasedDataKey(
  store: ConversationStore,
  dataKeys: DataKeyRemover,
  key: string,
  erasedKey: string | undefined,
  at: number,
): Promise<'shredded' | 'gone'> {
  if (erasedKey === undefined) return 'gone';
  await dataKeys.shred(erasedKey, at);
  await store.noteErasedKeyRemoved(key);
  return 'shredded';
}

/**
 * Waits for the removal of a data key. If it fails, the operation still succeeds: the removal is due, and the sweeper
 * does it.
 */
export async function leaveFailureToSweeper(removal: Promise<unknown>): Promise<void> {
  try {
    await removal;
  } catch (error) {
    if (!(error instanceof StoreUnavailable || error instanceof Refusal)) throw error;
  }
}
